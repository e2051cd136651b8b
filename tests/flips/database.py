"""What each table of an SQLite file holds: a JSON object of table and SHA-256. Exit code 1 where it cannot be read."""

import hashlib
import json
import sqlite3
import sys

connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro&immutable=1", uri=True)
connection.text_factory = bytes
held = {}
# What a virtual table shows lies in the tables behind it.
TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
for (name,) in connection.execute(TABLES).fetchall():
    digest = hashlib.sha256()
    for row in connection.execute(f'SELECT * FROM "{name.decode()}"'):
        digest.update(repr(row).encode())
    held[name.decode()] = digest.hexdigest()
print(json.dumps(held))
