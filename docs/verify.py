#!/usr/bin/env python3
"""Verifies what Kitei hands out, with nothing but Python's standard library.

    verify.py pack FILE.zip [KEY]     a pack; KEY is the log's verifier key, if you have it from elsewhere
    verify.py log FOLDER              a mirror of /log/: `key`, `checkpoint`, `tile/…`, perhaps an older checkpoint
                                      `checkpoint.old` with a proof `consistency` (hashes in base64, one a line)

It shares no code with Kitei: it was written from docs/evidence.md, RFC 6962, RFC 8032, RFC 9162 and the C2SP texts, so that
one can be held against the other. It prints one line and ends with 0, or says what is wrong and ends with 1.
"""
import base64
import hashlib
import json
import pathlib
import re
import sys
import zipfile


class Wrong(Exception):
    """What is wrong, in words."""


def need(condition, what):
    if not condition:
        raise Wrong(what)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def unbase64(text):
    return base64.b64decode(text, validate=True)


# ---- Ed25519 (RFC 8032, 5.1), in extended coordinates ----
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    need(y < P, "a point that is none")
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * ROOT_OF_MINUS_ONE % P
    need(v * x * x % P == u and not (x == 0 and sign), "a point that is none")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, it):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, it)
        it, scalar = add(it, it), scalar >> 1
    return result


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    if len(signature) != 64:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = times(scalar, BASE), add(point(signature[:32]), times(challenge, point(key)))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# ---- signed notes and checkpoints (C2SP signed-note, tlog-checkpoint) ----
class Key:
    def __init__(self, line):
        self.name, number, data = line.strip().split("+", 2)
        typed = unbase64(data)
        need(typed[0] == 1 and len(typed) == 33, "the key is none for Ed25519")
        self.id, self.bytes = bytes.fromhex(number), typed[1:]
        need(sha256(self.name.encode(), b"\n", typed)[:4] == self.id, "the key has another number")

    def open(self, note):
        """The text of a note that this key has signed."""
        text, lines = note.rsplit("\n\n", 1)
        text += "\n"
        for line in lines.splitlines():
            mark, name, data = line.split(" ")
            data = unbase64(data)
            if mark == "\u2014" and name == self.name and data[:4] == self.id:
                need(is_signed(self.bytes, text.encode(), data[4:]), "a signature is wrong")
                return text
        raise Wrong("no signature is by this key")

    def checkpoint(self, note):
        """Size and root that the log has signed."""
        origin, size, root, end = self.open(note).split("\n")
        need(origin == self.name and end == "" and re.fullmatch("0|[1-9][0-9]*", size), "a malformed checkpoint")
        return int(size), unbase64(root)


# ---- the tree (RFC 6962, 2.1; RFC 9162, 2.1.3.2 and 2.1.4.2) ----
def leaf_hash(data):
    return sha256(b"\x00", data)


def node_hash(left, right):
    return sha256(b"\x01", left, right)


def root_of(hashes):
    """The root over some leaf hashes, by the definition."""
    if not hashes:
        return sha256()
    while len(hashes) > 1:
        pairs = [node_hash(*hashes[at:at + 2]) for at in range(0, len(hashes) - 1, 2)]
        hashes = pairs + hashes[len(pairs) * 2:]
    return hashes[0]


def check_inclusion(leaf, index, path, size, root):
    need(index < size, "the leaf is outside the log")
    fn, sn, result = index, size - 1, leaf
    for sibling in path:
        need(sn, "the path is too long")
        if fn & 1 or fn == sn:
            result = node_hash(sibling, result)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            result = node_hash(result, sibling)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0 and result == root, "the path leads to another root")


def check_consistency(old, old_root, new, new_root, path):
    need(0 < old <= new, "sizes in the wrong order")
    if old == new:
        need(not path and old_root == new_root, "two roots of one size")
        return
    path = [old_root] + path if old & (old - 1) == 0 else path
    need(path, "the proof is empty")
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    one = other = path[0]
    for sibling in path[1:]:
        need(sn, "the proof is too long")
        if fn & 1 or fn == sn:
            one, other = node_hash(sibling, one), node_hash(sibling, other)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            other = node_hash(other, sibling)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0 and one == old_root and other == new_root, "the log was rewritten")


# ---- what Kitei hands out ----
def octets(it):
    return it["text"].encode() if "text" in it else unbase64(it["base64"])


def pack(path, known=None):
    with zipfile.ZipFile(path) as file:
        names = file.namelist()
        need(len(names) == len(set(names)), "a name is there twice")
        content = {name: file.read(name) for name in names}
    key = Key(content["verifier-key.txt"].decode())
    need(known is None or known.strip() == content["verifier-key.txt"].decode().strip(), "another key than the one given")
    manifest = json.loads(content["manifest.json"])
    signed = f"kitei-pack/1\n{key.name}\n{base64.b64encode(sha256(content['manifest.json'])).decode()}\n"
    need(key.open(content["manifest.note"].decode()) == signed, "the manifest is not the signed one")
    listed = {"manifest.json", "manifest.note"} | {it["path"] for it in manifest["files"]}
    need(set(names) == listed, f"files that are missing or not listed: {set(names) ^ listed}")
    for it in manifest["files"]:
        data = content[it["path"]]
        need(len(data) == it["bytes"] and sha256(data).hex() == it["sha256"], f"{it['path']} was changed")
    size, root = key.checkpoint(content["checkpoint"].decode())
    events = 0
    for record in manifest["records"]:
        listed = json.loads(content[f"{record['folder']}/events.json"])
        need(len(listed["events"]) == record["events"], f"{record['number']}: events are missing")
        for at, event in enumerate(listed["events"], 1):
            where, leaf = f"{record['number']}, event {at}: ", octets(event["leaf"])
            head, note = event["proof"].split("\n\n", 1)
            title, index, *path = head.split("\n")
            need(title == "c2sp.org/tlog-proof@v1" and index == f"index {event['index']}", where + "a malformed proof")
            need(note == content["checkpoint"].decode(), where + "a proof for another checkpoint")
            check_inclusion(leaf_hash(leaf), event["index"], [unbase64(it) for it in path], size, root)
            facts = json.loads(leaf)
            need((facts["subject"], facts["version"]) == (record["id"], at), where + "of another record")
            if "opening" in event and "body_commitment" in facts:
                need(re.fullmatch("[0-9a-f]{64}", event["opening"]), where + "a malformed opening")
                opened = sha256(bytes.fromhex(event["opening"]), octets(event["body"])).hex()
                need(facts["body_commitment"] == opened, where + "another body")
            else:
                need(facts["body_sha256"] == sha256(octets(event["body"])).hex(), where + "another body")
            events += 1
    return f"{len(manifest['records'])} records, {events} events, a log of {size}"


def tile(folder, level, index, width):
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    name = "/".join(groups) + (f".p/{width}" if width < 256 else "")
    data = (folder / "tile" / str(level) / name).read_bytes()
    need(len(data) == 32 * width, f"tile/{level}/{name} has another length")
    return [data[at:at + 32] for at in range(0, len(data), 32)]


def log(folder):
    folder = pathlib.Path(folder)
    key = Key((folder / "key").read_text())
    size, root = key.checkpoint((folder / "checkpoint").read_text())
    level, below = 0, None
    while (nodes := size >> 8 * level) > 0:
        tiles = [tile(folder, level, at, min(256, nodes - 256 * at)) for at in range((nodes + 255) // 256)]
        if below is not None:
            full = [root_of(list(it)) for it in below if len(it) == 256]
            need([it for some in tiles for it in some] == full, f"tiles of level {level} do not follow from those below")
        else:
            need(root_of([it for some in tiles for it in some]) == root, "the tiles lead to another root")
        level, below = level + 1, tiles
    old = folder / "checkpoint.old"
    if old.exists():
        path = [unbase64(line) for line in (folder / "consistency").read_text().split()]
        check_consistency(*key.checkpoint(old.read_text()), size, root, path)
    return f"{size} leaves, {level} levels of tiles" + (", and it only grew" if old.exists() else "")


def main(arguments):
    try:
        print({"pack": pack, "log": log}[arguments[0]](*arguments[1:]))
        return 0
    except Wrong as wrong:
        print(f"wrong: {wrong}")
    except (KeyError, IndexError, ValueError, TypeError, OSError, zipfile.BadZipFile) as error:
        print(f"wrong: it cannot be read ({type(error).__name__}: {error})")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
