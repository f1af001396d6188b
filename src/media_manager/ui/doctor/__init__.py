"""The health of the library as people see it: findings, backups, and ways back."""
