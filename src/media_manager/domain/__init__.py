"""What things are: frozen values and pure rules; standard library only."""
