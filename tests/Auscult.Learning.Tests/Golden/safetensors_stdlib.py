"""Reads and writes safetensors with the standard library only: an independent check of the C# implementation.

As a program: safetensors_stdlib.py FILE prints one line per tensor: name, dtype, shape, sum of its values.
"""
import array
import json
import struct
import sys

CODES = {"F32": "f", "F64": "d", "I64": "q", "I32": "i", "I16": "h", "I8": "b", "U8": "B", "BOOL": "B"}


def read(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        payload = file.read()
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = array.array(CODES[entry["dtype"]])
        values.frombytes(payload[begin:end])
        tensors[name] = (entry["dtype"], entry["shape"], values)
    return tensors, metadata


def write(path, tensors, metadata=None):
    """tensors: name -> (dtype, shape, flat list of numbers)"""
    header, payload = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for name, (dtype, shape, values) in tensors.items():
        data = array.array(CODES[dtype], values).tobytes()
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [len(payload), len(payload) + len(data)]}
        payload += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + payload)


if __name__ == "__main__":
    tensors, metadata = read(sys.argv[1])
    for key in sorted(metadata):
        print("metadata", key, metadata[key])
    for name in sorted(tensors):
        dtype, shape, values = tensors[name]
        print(name, dtype, "x".join(map(str, shape)), repr(float(sum(values))))
