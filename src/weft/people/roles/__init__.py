"""Roles and who may. The matrix (matrix.yaml) says it; `policy` decides by it, for page, file, feed and command."""
