"""A peer with Mbed TLS, by python-mbedtls: TLS 1.2.

    python3 mbed.py server PORT CERTIFICATE KEY
    python3 mbed.py client PORT CERTIFICATE KEY AUTHORITY

The server answers one request with page.txt, in fragments as short as the client asks for; the
client shows a certificate, asks with what is on its standard input, and prints the answer.
"""

import socket
import sys

from mbedtls import tls
from mbedtls.exceptions import TLSError
from mbedtls.pk import ECC, RSA
from mbedtls.x509 import CRT

BUFFER = 4096
CLOSE_NOTIFY = "0x7880"


def private_key(path):
    """Of either kind; Mbed TLS is to be told which."""
    with open(path, encoding="ascii") as file:
        text = file.read()
    for kind in (ECC, RSA):
        try:
            return kind.from_buffer(text.encode())
        except (ValueError, TypeError):
            continue
    sys.exit(f"{path} is no key of a kind that is known here")


def configuration(certificate, key, **more):
    return tls.TLSConfiguration(
        certificate_chain=([CRT.from_file(certificate)], private_key(key)),
        lowest_supported_version=tls.TLSVersion.TLSv1_2,
        highest_supported_version=tls.TLSVersion.TLSv1_2,
        **more,
    )


def read_until(connection, end):
    """Reads until this was read; with nothing to wait for, until the peer closes."""
    text = b""
    while end is None or end not in text:
        try:
            part = connection.recv(BUFFER)
        except tls.WantReadError:
            continue
        except TLSError as error:
            # The peer has closed: Mbed TLS calls that an error.
            if CLOSE_NOTIFY not in str(error):
                raise
            break
        if not part:
            break
        text += part
    return text


def serve(port, certificate, key):
    context = tls.ServerContext(configuration(certificate, key, validate_certificates=False))
    listener = socket.create_server(("127.0.0.1", port))
    print("ready", flush=True)
    plain, _ = listener.accept()
    connection = context.wrap_socket(plain)
    connection.do_handshake()
    read_until(connection, b"\r\n\r\n")
    with open("page.txt", "rb") as page:
        connection.sendall(page.read())
    connection.shutdown(socket.SHUT_WR)


def ask(port, certificate, key, authority):
    trusted = tls.TrustStore.from_pem_file(authority)
    context = tls.ClientContext(
        configuration(certificate, key, trust_store=trusted, validate_certificates=True)
    )
    request = read_request()
    plain = socket.create_connection(("127.0.0.1", port))
    connection = context.wrap_socket(plain, server_hostname="localhost")
    connection.do_handshake()
    connection.sendall(request)
    print(read_until(connection, None).decode(), flush=True)
    connection.shutdown(socket.SHUT_WR)


def read_request():
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = sys.stdin.buffer.readline()
        if not line:
            sys.exit("nothing is to be asked")
        head += line
    return head


def main():
    role, port, *files = sys.argv[1:]
    if role == "server":
        serve(int(port), *files)
    else:
        ask(int(port), *files)


main()
