#!/usr/bin/env python3
"""Opens what Kitei sealed (docs/sealed-format.md): open_sealed.py KEY_FILE < ROWS
A row is KIND OPERATOR RECORD [SEQUENCE TABLE] HEX; KIND is key, sealed or stream; keys come first."""
import base64, hmac, struct, sys, uuid

def rounds(key, tail):  # 20 rounds of ChaCha (RFC 8439): the state before and after
    state = list(struct.unpack("<16L", b"expand 32-byte k" + key + tail))
    x = state[:]
    for step in (0, 1) * 10:
        for i in range(4):
            a, b, c, d = (4 * row + (i + row * step) % 4 for row in range(4))
            for p, q, r, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                x[p] = (x[p] + x[q]) & 0xFFFFFFFF
                x[r] = ((x[r] ^ x[p]) << n | (x[r] ^ x[p]) >> (32 - n)) & 0xFFFFFFFF
    return state, x

def decrypt(key, nonce, bound, sealed):  # XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha)
    x = rounds(key, nonce[:16])[1]
    key = struct.pack("<8L", *x[:4], *x[12:])
    states = lambda n: zip(*rounds(key, struct.pack("<LL", n, 0) + nonce[16:]))
    block = lambda n: struct.pack("<16L", *((a + b) & 0xFFFFFFFF for a, b in states(n)))
    body, tag, total = sealed[:-16], sealed[-16:], 0
    r, s = (int.from_bytes(half, "little") for half in (block(0)[:16], block(0)[16:32]))
    padded = lambda part: part + bytes(-len(part) % 16)
    text = padded(bound) + padded(body) + struct.pack("<QQ", len(bound), len(body))
    for i in range(0, len(text), 16):
        number = int.from_bytes(text[i:i + 16] + b"\1", "little")
        total = (total + number) * (r & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF) % (2**130 - 5)
    if not hmac.compare_digest(((total + s) % 2**128).to_bytes(16, "little"), tag):
        sys.exit("a seal is broken")
    return bytes(a ^ b for a, b in zip(body, b"".join(map(block, range(1, len(body) // 64 + 2)))))

def key_id(key):  # HKDF-SHA-256 without salt, one block
    return hmac.digest(hmac.digest(bytes(32), key, "sha256"), b"kitei/key-id/v1\0\1", "sha256")[:8]

master = base64.b64decode(open(sys.argv[1]).read())
wrapping, data = {key_id(master): master}, {}
for row in sys.stdin:
    kind, operator, record, *rest, sealed = row.split()
    ids, sealed = uuid.UUID(operator).bytes + uuid.UUID(record).bytes, bytes.fromhex(sealed)
    if kind == "key":
        key = decrypt(wrapping[sealed[2:10]], sealed[10:34], b"kitei/wrapped/v1" + sealed[1:10] + ids, sealed[34:])
        wrapping[key_id(key)] = data[ids] = key
        continue
    bound = b"kitei/%s/v1\0" % kind.encode() + ids + struct.pack(">Q", int(rest[0])) + rest[1].encode()
    parts = [(sealed[1:25], sealed[25:])]
    if kind == "stream":
        last = (len(sealed) - 21) // 65552
        parts = [(sealed[1:20] + struct.pack(">LB", i, i == last), sealed[20 + i * 65552:][:65552]) for i in range(last + 1)]
    sys.stdout.buffer.write(b"".join(decrypt(data[ids], nonce, bound, part) for nonce, part in parts) + b"\n")
