"""Every write of the kernel that a person or a command asks for."""
