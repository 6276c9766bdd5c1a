"""Bulk traffic over TCP: `flood.py sink ADDRESS PORT` swallows and sends at once, `flood.py ADDRESS PORT STREAMS` connects that often."""
import socket
import sys
import threading

CHUNK = bytes(1 << 16)


def send(connection: socket.socket) -> None:
    try:
        while True:
            connection.sendall(CHUNK)
    except OSError:
        connection.close()


def receive(connection: socket.socket) -> None:
    buffer = bytearray(len(CHUNK))
    try:
        while connection.recv_into(buffer):
            pass
    except OSError:
        connection.close()


def both_ways(connection: socket.socket) -> None:
    for work in (send, receive):
        threading.Thread(target=work, args=(connection,), daemon=True).start()


def main(arguments: list[str]) -> None:
    if arguments[0] == "sink":
        listener = socket.create_server((arguments[1], int(arguments[2])))
        while True:
            both_ways(listener.accept()[0])
    for _ in range(int(arguments[2])):
        both_ways(socket.create_connection((arguments[0], int(arguments[1])), timeout=10))
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
