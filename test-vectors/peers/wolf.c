/* A peer with wolfSSL: TLS 1.2.
 *
 *     wolf server PORT SUITE CERTIFICATE KEY    answers one request with page.txt
 *     wolf client PORT SUITE AUTHORITY          asks twice, resuming the second time, and prints
 *
 * The client asks with what is in request.txt.
 */
#include <wolfssl/options.h>
#include <wolfssl/ssl.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void must(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "%s\n", what);
        exit(1);
    }
}

static size_t file(const char *name, char *text, size_t room)
{
    FILE *from = fopen(name, "rb");
    must(from != NULL, name);
    size_t len = fread(text, 1, room, from);
    fclose(from);
    return len;
}

static struct sockaddr_in address(const char *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return at;
}

/* Reads until a blank line, or until the peer closes, and prints it where that is wanted. */
static void hear(WOLFSSL *ssl, int request, int print)
{
    char text[4096];
    int len = 0, read;
    while (len < (int)sizeof text - 1
           && (read = wolfSSL_read(ssl, text + len, (int)sizeof text - 1 - len)) > 0) {
        len += read;
        text[len] = 0;
        if (request && strstr(text, "\r\n\r\n") != NULL)
            break;
    }
    if (print)
        fwrite(text, 1, (size_t)len, stdout);
}

static void say(WOLFSSL *ssl, const char *name)
{
    char text[4096];
    int len = (int)file(name, text, sizeof text);
    must(wolfSSL_write(ssl, text, len) == len, "cannot write");
}

static void serve(WOLFSSL_CTX *context, const char *port)
{
    struct sockaddr_in at = address(port);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    must(bind(listener, (struct sockaddr *)&at, sizeof at) == 0, "cannot bind");
    must(listen(listener, 1) == 0, "cannot listen");
    puts("ready");
    fflush(stdout);
    int socket = accept(listener, NULL, NULL);
    WOLFSSL *ssl = wolfSSL_new(context);
    wolfSSL_set_fd(ssl, socket);
    must(wolfSSL_accept(ssl) == SSL_SUCCESS, "no handshake");
    hear(ssl, 1, 0);
    say(ssl, "page.txt");
    wolfSSL_shutdown(ssl);
    close(socket);
}

static void ask(WOLFSSL_CTX *context, const char *port)
{
    WOLFSSL_SESSION *session = NULL;
    for (int turn = 0; turn < 2; turn++) {
        struct sockaddr_in at = address(port);
        int socket_ = socket(AF_INET, SOCK_STREAM, 0);
        must(connect(socket_, (struct sockaddr *)&at, sizeof at) == 0, "cannot connect");
        WOLFSSL *ssl = wolfSSL_new(context);
        wolfSSL_set_fd(ssl, socket_);
        wolfSSL_UseSNI(ssl, WOLFSSL_SNI_HOST_NAME, "localhost", 9);
        wolfSSL_check_domain_name(ssl, "localhost");
        wolfSSL_UseSessionTicket(ssl);
        if (session != NULL)
            must(wolfSSL_set_session(ssl, session) == SSL_SUCCESS, "no session");
        must(wolfSSL_connect(ssl) == SSL_SUCCESS, "no handshake");
        say(ssl, "request.txt");
        hear(ssl, 0, 1);
        puts(wolfSSL_session_reused(ssl) ? "resumed" : "in full");
        session = wolfSSL_get1_session(ssl);
        wolfSSL_shutdown(ssl);
        wolfSSL_free(ssl);
        close(socket_);
    }
}

int main(int count, char **words)
{
    must(count >= 5, "see the head of the source");
    int serves = strcmp(words[1], "server") == 0;
    wolfSSL_Init();
    WOLFSSL_CTX *context =
        wolfSSL_CTX_new(serves ? wolfTLSv1_2_server_method() : wolfTLSv1_2_client_method());
    must(context != NULL, "no context");
    must(wolfSSL_CTX_set_cipher_list(context, words[3]) == SSL_SUCCESS, "no such suite");
    if (serves) {
        must(wolfSSL_CTX_use_certificate_file(context, words[4], SSL_FILETYPE_PEM) == SSL_SUCCESS
                 && wolfSSL_CTX_use_PrivateKey_file(context, words[5], SSL_FILETYPE_PEM)
                        == SSL_SUCCESS,
             "no certificate");
        serve(context, words[2]);
    } else {
        must(wolfSSL_CTX_load_verify_locations(context, words[4], NULL) == SSL_SUCCESS,
             "no authority");
        ask(context, words[2]);
    }
    wolfSSL_CTX_free(context);
    return 0;
}
