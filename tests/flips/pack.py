"""What the members of a ZIP file hold, as any reader gets them: a JSON object of name and SHA-256. Exit code 1 where it cannot be read."""

import hashlib
import json
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as pack:
    print(json.dumps({it.filename: hashlib.sha256(pack.read(it)).hexdigest() for it in pack.infolist()}))
