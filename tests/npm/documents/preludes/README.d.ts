// README.md: the quick start is a whole file and takes nothing from outside.
