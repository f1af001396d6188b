# What scripts/run, scripts/test and scripts/check have in common: read by them, never run alone.
# It finds Python, fills .venv from a lock file, and sees to system packages. It never asks a
# question, says everything on stderr (stdout belongs to the program), and does nothing twice.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
venv=$root/.venv
python=$venv/bin/python

say() { printf '%s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}

# --- system packages ---------------------------------------------------------------------------

as_root=
can_install() { # true if apt-get may be used without a question
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null && as_root='sudo -n'
}

apt() { # ARGUMENTS: apt-get with a limit on everything that could hang
    # shellcheck disable=SC2086 # as_root is empty or two words
    timeout 900 $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
        -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2 -o Acquire::http::Timeout=30 \
        -o Acquire::https::Timeout=30 "$@" </dev/null >>"$apt_log" 2>&1 9<&-
}

install_packages() { # WHAT-FOR PACKAGES: false if they could not be installed; says what to do then
    what=$1
    shift
    if ! can_install; then
        say "Missing for $what: install $* (Debian/Ubuntu: sudo apt-get install $*)"
        return 1
    fi
    say "Installing for $what: $*"
    apt_log=$(mktemp)
    # The package lists of a fresh machine are empty: fetch them only when they are needed.
    if apt install --no-install-recommends "$@" ||
        { apt update && apt install --no-install-recommends "$@"; }; then
        rm -f "$apt_log"
        return 0
    fi
    grep -E '^(E|W|Err)' "$apt_log" | tail -n 5 >&2 || true
    rm -f "$apt_log"
    say "Missing for $what, and apt-get could not install it: $*"
    return 1
}

# --- Python and .venv --------------------------------------------------------------------------

find_python() { # print the path of a Python that the program runs on
    for name in ${MEDIA_MANAGER_PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        path=$(command -v "$name" 2>/dev/null) || continue
        if "$path" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
            2>/dev/null; then
            printf '%s\n' "$path"
            return 0
        fi
    done
    return 1
}

make_venv() { # a new .venv, with the package that Debian keeps apart if it is missing
    base=$(find_python) ||
        die "Media Manager needs Python 3.11, 3.12, 3.13 or 3.14; none was found." \
            "Install one, or name it: MEDIA_MANAGER_PYTHON=/path/to/python3 $0"
    if ! "$base" -c 'import venv, ensurepip' 2>/dev/null; then
        version=$("$base" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        install_packages "Python's own environments" "python$version-venv" || exit 1
    fi
    "$base" -m venv --clear "$venv" >&2 || die "Could not make $venv with $base -m venv"
}

state_of() { # LOCK-FILE: what .venv must be like: these pins, this interpreter, this place
    printf '%s\n%s\n%s\n' "$(cksum <"$root/$1")" "$(readlink -f "$python")" "$root"
}

is_installed() { # LOCK-FILE
    stamp=$venv/.installed-$1
    [ -x "$python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(state_of "$1")" ]
}

install_lock() { # LOCK-FILE: fill .venv with the pins, unless that has been done
    is_installed "$1" && return 0
    hold_set_up
    if is_installed "$1"; then # by the start that held the lock before
        release_set_up
        return 0
    fi
    # An upgraded system Python leaves a .venv whose packages belong to the old one.
    "$python" -c 'import pip' 2>/dev/null || make_venv
    say "Installing the Python packages of $1 into .venv (once; about 150 MB to download)"
    "$python" -m pip install -qq --no-input --disable-pip-version-check \
        --only-binary :all: --require-hashes -r "$root/$1" </dev/null >&2 ||
        die "The Python packages could not be installed. See above; without a network, try again later."
    # The package runs from src: nothing to build, and a change is there at once.
    site=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$root/src" >"$site/media_manager_src.pth"
    state_of "$1" >"$venv/.installed-$1"
    release_set_up
}

hold_set_up() { # two starts at once must not fill one .venv; the lock is on a folder, so no file is left
    exec 9<"$root/scripts"
    if command -v flock >/dev/null 2>&1; then flock -w 900 9 || die "Another set-up is still running."; fi
}

release_set_up() { exec 9<&-; }

# --- what Qt needs -----------------------------------------------------------------------------

package_of() { # SHARED-LIBRARY: the Debian/Ubuntu package that has it
    case $1 in
    libGL.so.*) echo libgl1 ;;
    libEGL.so.*) echo libegl1 ;;
    libX11.so.*) echo libx11-6 ;;
    libX11-xcb.so.*) echo libx11-xcb1 ;;
    libfontconfig.so.*) echo libfontconfig1 ;;
    libfreetype.so.*) echo libfreetype6 ;;
    libdbus-1.so.*) echo libdbus-1-3 ;;
    libglib-2.0.so.* | libgthread-2.0.so.*) echo libglib2.0-0 ;;
    libxkbcommon.so.*) echo libxkbcommon0 ;;
    libxkbcommon-x11.so.*) echo libxkbcommon-x11-0 ;;
    libxcb.so.*) echo libxcb1 ;;
    libxcb-icccm.so.*) echo libxcb-icccm4 ;;
    libxcb-util.so.*) echo libxcb-util1 ;;
    libxcb-*.so.*) # libxcb-cursor.so.0 is in libxcb-cursor0, and so on
        name=${1%.so.*}
        echo "$name${1##*.so.}" ;;
    libwayland-*.so.*)
        name=${1%.so.*}
        echo "$name${1##*.so.}" ;;
    libzstd.so.*) echo libzstd1 ;;
    libz.so.*) echo zlib1g ;;
    *) echo "$1" ;; # no package is known: the name of the library is the best hint
    esac
}

missing_for_qt() { # print the packages that Qt's platform plugins and the lists' titles lack
    plugins=$(echo "$venv"/lib/python3.*/site-packages/PySide6/Qt/plugins/platforms)
    # Every library that Qt's own parts share is behind these three.
    ldd "$plugins/libqxcb.so" "$plugins/libqoffscreen.so" "$plugins/libqwayland.so" 2>/dev/null |
        awk '/not found/ {print $1}' | sort -u |
        while read -r library; do package_of "$library"; done | sort -u
    has_cjk_font || echo fonts-noto-cjk
}

has_cjk_font() { # one family that can show Chinese, Japanese and Korean titles
    if command -v fc-list >/dev/null 2>&1; then
        [ -n "$(fc-list :lang=ja family 2>/dev/null | head -n 1)" ]
    else
        dpkg-query -W -f '${db:Status-Status}' fonts-noto-cjk 2>/dev/null | grep -qx installed
    fi
}

ensure_qt_system() { # true if the window can open; what is missing has been named otherwise
    [ "$(uname -s)" = Linux ] && command -v ldd >/dev/null 2>&1 || return 0
    missing=$(missing_for_qt)
    [ -z "$missing" ] && return 0
    # shellcheck disable=SC2086 # a list of names
    install_packages "the window" $missing
}
