"""Public services (便民服务)."""
