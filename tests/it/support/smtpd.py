"""A real SMTP server for the tests: aiosmtpd on loopback, three ways in.

Prints one JSON line with its ports and the certificate of its authority, then one JSON line for each
message that it took. Ends when its standard input ends. A recipient that begins with `later` is told
451, one that begins with `never` 550.
"""

import asyncio
import json
import os
import ssl
import subprocess
import sys
import tempfile

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def tell(thing):
    print(json.dumps(thing), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("later"):
            return "451 4.3.0 try again"
        if address.startswith("never"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        tell({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None,
            "user": session.auth_data.login.decode() if session.authenticated else None,
            "data": envelope.original_content.decode("utf-8", "surrogateescape"),
        })
        return "250 OK"


def authenticator(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.login == b"otklik@example.org" and data.password == b"right"
    return AuthResult(success=good, handled=good or False, auth_data=data)


def certificates(folder):
    def openssl(*args):
        subprocess.run(["openssl", *args], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650", "-subj", "/CN=test authority")
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    with open(os.path.join(folder, "ext"), "w") as ext:
        ext.write("subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-out", "server.pem", "-days", "3650", "-extfile", "ext")


async def main(folder):
    certificates(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(folder, "server.pem"), os.path.join(folder, "server.key"))
    loop = asyncio.get_running_loop()
    handler = Handler()
    auth = {"authenticator": authenticator, "auth_required": True}

    async def listen(tls=None, **options):
        def factory():
            return SMTP(handler, hostname="localhost", loop=loop, **options)

        server = await loop.create_server(factory, "127.0.0.1", 0, ssl=tls)
        return server.sockets[0].getsockname()[1]

    tell({
        "plain": await listen(),
        "starttls": await listen(tls_context=context, require_starttls=True, **auth),
        "smtps": await listen(tls=context, auth_require_tls=False, **auth),
        # says that it cannot encrypt: what a meddler in between would make of STARTTLS
        "stripped": await listen(auth_require_tls=False, authenticator=authenticator),
        "ca": os.path.join(folder, "ca.pem"),
    })
    await loop.run_in_executor(None, sys.stdin.read)


with tempfile.TemporaryDirectory() as folder:
    asyncio.run(main(folder))
    os._exit(0)
