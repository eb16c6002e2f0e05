// TLS on bytes: what arrives goes in, what is to be sent comes out. No sockets, no files.
#ifndef PODLAB_CTLS_H
#define PODLAB_CTLS_H

#include <stddef.h>
#include <stdint.h>

// A server's key and certificate, or a client's trust in one. Connections keep what they need of it.
typedef struct podlab_tls podlab_tls;
// One end of one connection.
typedef struct podlab_tls_end podlab_tls_end;

// Makes a key and a certificate for names such as "DNS:localhost,IP:127.0.0.1", signed by itself and
// valid for a year, and writes the certificate as PEM text. NULL where OpenSSL 3 cannot be loaded or
// the text needs more than `capacity` bytes.
podlab_tls *podlab_tls_server(const char *names, char *pem, size_t capacity);

// Trusts the server of one certificate alone; NULL as above, or when the text is no certificate.
podlab_tls *podlab_tls_client(const char *pem);
void podlab_tls_free(podlab_tls *tls);

// NULL when there is no memory.
podlab_tls_end *podlab_tls_open(podlab_tls *tls);
void podlab_tls_close(podlab_tls_end *end);

// Takes bytes from the network; 0 when there is no memory.
int podlab_tls_feed(podlab_tls_end *end, const uint8_t *bytes, size_t count);

enum {
  // Nothing is left: more must come from the network first.
  PODLAB_TLS_WAITS = 0,
  // The other end has said good-bye.
  PODLAB_TLS_ENDED = -1,
  PODLAB_TLS_BROKEN = -2,
  // The other end speaks HTTP without TLS.
  PODLAB_TLS_PLAIN = -3,
};

// Goes on with the handshake, and writes up to `capacity` bytes that the other end has said.
long podlab_tls_read(podlab_tls_end *end, uint8_t *bytes, size_t capacity);

// Says bytes to the other end; as `podlab_tls_read`, but for the count of a success, which is all.
long podlab_tls_write(podlab_tls_end *end, const uint8_t *bytes, size_t count);

// Says good-bye.
void podlab_tls_finish(podlab_tls_end *end);

// Writes up to `capacity` bytes that are to go to the network; 0 when there are none.
long podlab_tls_take(podlab_tls_end *end, uint8_t *bytes, size_t capacity);

#endif
