// Gives the precompiled header of test programs a target to belong to.
int main() { return 0; }
