// Gives the precompiled header of libraries a target to belong to.
