"""Just enough of an IMAP server to come to STARTTLS, in threads of the test."""

import socket
import ssl
from contextlib import contextmanager, suppress
from threading import Thread

from fixtures.worlds.tls import certified


@contextmanager
def imap(capabilities, greeting="* OK ready", refuses=False):
    shown = certified({})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # whatever the machine allows: it says no as servers do
    context.load_cert_chain(shown.chain, shown.key)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        told = (context, greeting, capabilities, refuses)
        Thread(target=_accepting, args=(listening, told), daemon=True).start()
        yield {"url": f"imap://127.0.0.1:{listening.getsockname()[1]}", "server_name": "portal.clearcall.example"}
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def _accepting(listening, told):
    while True:
        try:
            met, _ = listening.accept()
        except OSError:
            return
        Thread(target=_talking, args=(met, told), daemon=True).start()


def _talking(met, told):
    context, greeting, capabilities, refuses = told
    with met, suppress(OSError):
        met.settimeout(5)
        met.sendall(f"{greeting}\r\n".encode())
        while line := met.recv(1000).decode():
            tag, command = line.split()[:2]
            if command == "CAPABILITY":
                met.sendall(f"* CAPABILITY {capabilities}\r\n{tag} OK done\r\n".encode())
            elif command == "STARTTLS" and not refuses:
                met.sendall(f"{tag} OK begin\r\n".encode())
                with context.wrap_socket(met, server_side=True) as secure:
                    secure.recv(1)
                return
            else:
                met.sendall(f"{tag} NO not here\r\n".encode())
