"""The words of which made-up libraries are made: titles, plots, names, places in many scripts."""

# Lists of words read better as text.
# ruff: noqa: SIM905

from typing import Final

ADJECTIVES: Final = tuple(
    "Silent Broken Golden Hidden Last Crimson Distant Hollow Burning Quiet Electric Forgotten "
    "Winter Midnight Invisible Wild Paper Iron Northern Bitter Second Empty Blue Secret Long "
    "Falling Glass Savage Gentle Endless".split()
)
NOUNS: Final = tuple(
    "River Garden Station Harbor Letter Mountain Shadow Orchard Summer Witness Kingdom Bridge "
    "Stranger Island Empire Window Circus Lighthouse Promise Engine Forest Mirror Voyage Sister "
    "Hunter Season Theatre Signal Horizon Winter Captain Daughter Machine Valley".split()
)
PLACES: Final = tuple(
    "Berlin Lisbon Kyoto Havana Oslo Marseille Trieste Tangier Odessa Lima Dakar Naples Riga "
    "Québec København Łódź Málaga Zürich".split()
)
MORE_ADJECTIVES: Final = tuple(
    "Ancient Barren Brave Bright Careless Clever Cold Common Cruel Curious Dark Deadly Deep "
    "Desperate Dirty Divine Double Dusty Eager Early Elegant Eternal Faithful False Familiar "
    "Famous Fatal Final Foreign Fragile Free Frozen Furious Giant Grand Gray Green Happy Heavy "
    "Honest Hungry Idle Impossible Infinite Innocent Jealous Kind Late Lonely Lost Loud Lucky "
    "Magnetic Marble Mighty Missing Modern Naked Narrow New Noble Old Ordinary Pale Patient "
    "Perfect Phantom Private Proud Pure Quick Rare Reckless Red Restless Royal Ruthless Sacred "
    "Scarlet Scattered Sharp Short Silver Simple Sleeping Slow Solemn Splendid Stolen Strange "
    "Sudden Sweet Tender Terrible Thin Thirsty Tired Unknown Unlikely Urgent Velvet Violent "
    "Waking Wandering Warm Wasted White Wicked Wise Wooden Wrong Young".split()
)
MORE_NOUNS: Final = tuple(
    "Accident Account Affair Agent Alibi Alley Ambassador Anchor Angel Answer Apartment Arrow "
    "Assassin Attic Avenue Balcony Ballad Banker Baron Battle Beach Bell Bird Blade Blizzard "
    "Border Boxer Bride Brother Bullet Burden Butcher Cabin Camera Candle Canyon Carnival Castle "
    "Cathedral Cellar Chain Chamber Champion Charter Chase Child Choir City Clock Cloud Coast "
    "Code Colony Comet Confession Conspiracy Contract Convoy Corner Corridor Courier Court Cradle "
    "Crossing Crown Curse Dancer Dawn Debt Desert Detective Diamond Dinner Doctor Dog Dollhouse "
    "Door Dragon Dream Driver Duel Dust Echo Eclipse Edge Elephant Embassy Enemy Escape Evening "
    "Exile Expedition Eye Factory Falcon Family Farewell Father Fever Field Fire Flame Flight "
    "Flood Flower Fortune Fountain Fox Frontier Funeral Gallery Gambler Game Gardener Gate "
    "General Ghost Gift Girl Glacier Governor Grave Guest Guitar Hand Harvest Heart Heiress "
    "Highway Hill Honeymoon Horse Hospital Hotel Hour House Husband Ice Idol Inheritance Inn "
    "Jazz Journey Judge Jungle Key Kiss Kitchen Knife Labyrinth Ladder Lady Lake Lantern Laugh "
    "Lawyer Legend Lesson Library Lie Light Lion Lover Magician Maid Major Map Market Marriage "
    "Mask Master Medal Melody Memory Merchant Message Meteor Minister Miracle Mission Monk "
    "Monsoon Monument Moon Morning Mother Mountaineer Murder Museum Neighbor Nephew Night "
    "Notebook Nurse Oath Ocean Orchestra Orphan Painter Palace Parade Passage Passenger Patient "
    "Pharaoh Photograph Pianist Picnic Pilgrim Pilot Pirate Planet Poet Poison Portrait Prayer "
    "Priest Prince Prison Prophet Puppet Queen Quest Question Rain Ransom Raven Rebel Recipe "
    "Refugee Regiment Republic Return Revenge Riddle Ring River Road Robbery Robot Room Rose "
    "Rumor Sailor Salesman Scandal School Sculptor Sea Secretary Sentence Sergeant Servant "
    "Shepherd Ship Shore Silence Singer Sky Smuggler Snow Soldier Song Spider Spy Square Stage "
    "Star Storm Street Student Submarine Suitcase Sun Swan Swimmer Sword Tailor Teacher "
    "Telegram Temple Thief Thread Throne Thunder Tiger Tower Trail Train Traitor Treasure "
    "Treaty Trial Truth Tunnel Twin Uncle Uniform Vacation Verdict Victory Village Violin "
    "Virus Volcano Waiter Wall Waltz War Watchmaker Wave Wedding Whale Wheel Whisper Widow "
    "Wind Wolf Woman World Wound Writer Year Zebra".split()
)
PLACE_STARTS: Final = tuple(
    "Ash Black Bram Brook Cald Castle Cole Cran Dun East Elm Fair Glen Gold Grim Hart Haver "
    "Hazel Helm Holm Kings Lang Lin Lock Maple Marl Mill Nor Oak Pen Port Quin Raven Red Rock "
    "Salt Sand Shel Silver South Stan Stone Strat Thorn Wake Wal West Whit Win Wood".split()
)
PLACE_ENDS: Final = tuple(
    "borough bridge brook bury by cliff cott dale field ford gate ham haven hill hurst land "
    "ley mere mouth port ridge shire stead stone ton view ville water wick wood".split()
)
FIRST_NAMES: Final = tuple(
    "Ada Adrian Agnes Ahmed Aiko Alan Alba Alice Amara Amélie Ana André Anja Antonio Aoife Arthur "
    "Astrid Ayşe Beatriz Ben Björn Boris Brigitte Carla Carlos Cecilia Chen Chiara Chloé Clara "
    "Claude Dagny Daniel Dario David Diego Dmitri Edith Eero Elena Elias Emil Emma Erik Esther "
    "Eva Fatima Felix Fernando Fiona Frances François Frida Gabriel Georg Giulia Grace Greta "
    "Gustav Hana Hannah Harold Haruki Hector Helen Henrik Hiroshi Hugo Ida Ines Ingrid Irina Isaac "
    "Isabel Ivan Jack Jana Javier Jean Jin Joan João Johanna Jonas José Josephine Julia Kaito "
    "Karim Karl Kate Kenji Klara Lars Laura Léa Leila Leo Lena Liam Lina Louis Lucía Luigi Magda "
    "Mai Manuel Marek Margot Maria Mario Marta Martin Mary Mateo Mei Miguel Mila Mina Mohamed "
    "Naomi Natalia Nils Nina Noah Nora Olga Oliver Omar Oskar Otto Pablo Paul Pavel Pedro Petra "
    "Pierre Priya Quentin Rafael Rania Renata René Ricardo Rita Robert Rosa Ruth Samir Sara "
    "Sean Simone Sofia Søren Stella Sven Takeshi Tamar Tariq Teresa Thea Thomas Tomás Ulla Vera "
    "Victor Viktor Wanda Wen Yara Yasmin Yuki Yusuf Zoë".split()
)
NAME_STARTS: Final = tuple(
    "Ander Ank Bach Bald Barn Berg Blom Brand Cal Car Chand Clay Dahl Das Dor Eck Ek Fal Fern "
    "Fors Gar Gold Grün Hag Hal Hart Holm Hoff Ivan Jans Kal Kauf Kell Kov Krist Lind Lund Mar "
    "Mend Mor Müll Nak Nord Ols Ort Pap Peter Ran Riv Ros Sal Sand Schön Sil Sob Stein Stur "
    "Tan Thor Val Var Wald West Win Yam Zel".split()
)
NAME_ENDS: Final = tuple(
    "a aki ara berg burg by dahl dóttir eira elli er ers escu ez feld gren haus ić ides in ini "
    "kov kowski lund man mann mark moto nen o off oglu os ova qvist sen ski son stad stein "
    "stone strom ton var well wood".split()
)
PROFESSIONS: Final = tuple(
    "detective|retired surgeon|young pianist|night nurse|failed poet|taxi driver|war reporter|"
    "lighthouse keeper|ship's cook|forger|widowed teacher|chess champion|border guard|botanist|"
    "radio host|bank clerk|circus rider|translator|mountain guide|ambitious lawyer|deep-sea diver|"
    "clockmaker|court painter|runaway heiress|test pilot|village priest|stunt double|cartographer|"
    "jazz singer|union leader|gravedigger|beekeeper|hacker|cellist|paramedic|smuggler".split("|")
)
DEEDS: Final = tuple(
    "uncovers a conspiracy that reaches into the highest offices|inherits a house that nobody "
    "dares to enter|must choose between loyalty and the truth|falls in love with a stranger on "
    "the last train|returns home after twenty years at sea|is accused of a murder that never "
    "happened|finds a map among the letters of a dead friend|agrees to one final robbery|"
    "receives a message from the future|loses everything in a single night|hides a refugee in "
    "the cellar|builds a machine that records dreams|is hired to find a missing child|wakes up "
    "without any memory of the war|opens a restaurant against all advice|crosses the desert "
    "with a wounded enemy|starts to doubt the official story|is stranded on an island with "
    "six strangers".split("|")
)
TURNS: Final = tuple(
    "But nothing is what it seems.|The past does not rest.|Time is running out.|Soon an old "
    "enemy appears.|An unlikely friendship begins.|Then the river rises.|What follows changes "
    "the whole town.|Only one of them tells the truth.|The price is higher than expected.|"
    "A storm cuts off the only road.|Nobody believes a word.|And winter is coming.".split("|")
)
EPISODE_WORDS: Final = (
    *("Pilot", "Homecoming", "The Trial", "Crossroads", "Fallout", "Reunion", "The Wall"),
    *("Blackout", "Old Friends", "The Deal", "Aftermath", "Snow Day", "The List", "Confession"),
)
GENRES: Final = tuple(
    "Drama|Comedy|Thriller|Action|Romance|Crime|Adventure|Horror|Science Fiction|Mystery|Family|"
    "Fantasy|Animation|Documentary|History|War|Music|Biography|Western|Sport|Musical|Film Noir|"
    "Short|Reality|Talk Show".split("|")
)
COUNTRIES: Final = tuple(
    "United States|United Kingdom|France|Germany|Japan|Italy|Canada|Spain|India|South Korea|China|"
    "Sweden|Denmark|Australia|Mexico|Brazil|Russia|Poland|Argentina|Belgium|Norway|Netherlands|"
    "Turkey|Iran|Ireland|Austria|Finland|Portugal|Greece|Egypt|Thailand|Nigeria|Israel|Iceland|"
    "New Zealand|Hungary|Czech Republic|Romania|Chile|Senegal".split("|")
)
STUDIO_ENDS: Final = ("Pictures", "Films", "Studios", "Entertainment", "Productions", "Media")
TAG_STARTS: Final = tuple(
    "based on|about|set in|starring|for|with|without|after|award|favorite".split("|")
)
TAG_ENDS: Final = tuple(
    "a novel|friendship|the sea|winter|revenge|children|trains|music|a true story|politics|"
    "family|space|small towns|twins|dogs|heists|boxing|ghosts|robots|chess".split("|")
)
CERTIFICATES: Final = ("G", "PG", "PG-13", "R", "NC-17", "FSK 6", "FSK 12", "FSK 16", "12A", "15")
CAMERAS: Final = tuple(
    "Canon EOS R6|Nikon Z 6|SONY ILCE-7M4|FUJIFILM X-T5|Apple iPhone 15 Pro|Google Pixel 8|"
    "Panasonic DC-GH6|LEICA Q3".split("|")
)
# Each block: language and how its words are joined, words that stand first, words that stand last.
SCRIPTS: Final = """
ru {a} {b}
Тихий, Последний, Белый, Долгий, Старый, Северный, Чужой, Новый
дом, лес, поезд, берег, город, ветер, вечер, остров

ja {a}の{b}
東京, 夏, 雪, 月, 海, 風, 夜, 花, 遠い, 静かな
物語, 手紙, 約束, 記憶, 少女, 列車, 庭, 季節

zh {a}{b}
北京, 上海, 春天, 黑夜, 红色, 无声, 最后, 永远
故事, 爱情, 江湖, 秘密, 岁月, 之城, 英雄, 旅程

ko {a} {b}
서울, 겨울, 여름, 마지막, 조용한, 푸른, 오래된, 비밀의
편지, 약속, 기억, 여행, 바다, 정원, 기차, 밤

el {a} {b}
Τελευταίο, Μακρινό, Παλιό, Λευκό, Κρυφό, Μεγάλο
ταξίδι, φως, όνειρο, σπίτι, γράμμα, νησί

ar {a} {b}
رسالة, مدينة, حكاية, ليلة, طريق, بيت
الريح, البحر, الشتاء, الصمت, الغريب, القمر

he {a} {b}
מכתב, עיר, לילה, סיפור, דרך, בית
הרוח, הים, החורף, השתיקה, הזר, הירח

hi {a} {b}
आखिरी, लंबी, पुरानी, नीली, खामोश, सुनहरी
रात, कहानी, यात्रा, चिट्ठी, नदी, दुनिया

th {a}{b}
คืน, บ้าน, เมือง, รัก, ทะเล, ทาง
สุดท้าย, ลึกลับ, เงียบ, หน้าหนาว, ไกล, เก่า

fr {a} {b}
Le Dernier, L'Étrange, Le Grand, Un Long, Le Secret, L'Été
Été, Voyage, Métro, Dimanche, Hôtel, Père, Château, Fantôme

de {a} {b}
Der letzte, Das große, Die stille, Der fremde, Das grüne, Die schöne
König, Mädchen, Straße, Frühling, Träume, Schlösser, Glück, Brücke

es {a} {b}
El Último, La Larga, Los Niños, El Corazón, La Señora, Un Año
del Río, de Málaga, Perdido, del Sueño, de la Montaña, sin Nombre, Azul, en Otoño
"""
