"""The command ``tocsin``: one module a group of commands."""
