"""The service centre (便民服务): items, stationing, village points, applications."""
