"""A mail server that can do nothing but STARTTLS, with Python's ssl (OpenSSL) behind it.

    python3 starttls.py smtp|imap|pop3 PORT CERTIFICATE KEY

It serves one client: a greeting, its capabilities, the change to TLS, and inside of that each
command is answered until the client leaves.
"""

import socket
import ssl
import sys

GREETING = {
    "smtp": "220 mail.example ESMTP",
    "imap": "* OK mail.example",
    "pop3": "+OK mail.example",
}
# What is answered to a command; TAG is the word in front of it.
ANSWERS = {
    "smtp": {
        "EHLO": "250-mail.example\r\n250 STARTTLS",
        "STARTTLS": "220 go ahead",
        "QUIT": "221 bye",
    },
    "imap": {
        "CAPABILITY": "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\nTAG OK done",
        "STARTTLS": "TAG OK go ahead",
        "LOGOUT": "* BYE bye\r\nTAG OK done",
    },
    "pop3": {
        "CAPA": "+OK\r\nSTLS\r\n.",
        "STLS": "+OK go ahead",
        "QUIT": "+OK bye",
    },
}
CHANGE = ("STARTTLS", "STLS")
LEAVE = ("QUIT", "LOGOUT")


def read_line(connection):
    line = b""
    while not line.endswith(b"\r\n"):
        byte = connection.recv(1)
        if not byte:
            sys.exit("the client has left")
        line += byte
    return line.decode().split()


def talk(connection, protocol, until):
    """Answers commands until one of these was answered."""
    while True:
        words = read_line(connection)
        tag = words.pop(0) if protocol == "imap" else ""
        command = words[0].upper()
        answer = ANSWERS[protocol][command].replace("TAG", tag) + "\r\n"
        connection.sendall(answer.encode())
        if command in until:
            return


def main():
    protocol, port, certificate, key = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", int(port)))
    print("ready", flush=True)
    plain, _ = listener.accept()
    plain.sendall(GREETING[protocol].encode() + b"\r\n")
    talk(plain, protocol, CHANGE)
    with context.wrap_socket(plain, server_side=True) as protected:
        talk(protected, protocol, LEAVE)
        protected.unwrap()


main()
