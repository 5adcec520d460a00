-- A database of its own, in memory and only for the length of a check, holds what several connections work on at once.
ATTACH ':memory:' AS checking;
