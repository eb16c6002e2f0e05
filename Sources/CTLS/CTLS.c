#include "CTLS.h"

#include <dlfcn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <stdlib.h>

// OpenSSL is loaded when the first server starts: all other commands start faster without it.
#define EACH(X) \
  X(ASN1_INTEGER_set_uint64) X(BIO_free) X(BIO_new) X(BIO_new_mem_buf) X(BIO_read) X(BIO_s_mem) \
  X(BIO_write) X(ERR_clear_error) X(ERR_peek_error) X(EVP_PKEY_Q_keygen) X(EVP_PKEY_free) \
  X(EVP_sha256) X(PEM_read_bio_X509) X(PEM_write_bio_X509) X(RAND_bytes) X(SSL_CTX_ctrl) \
  X(SSL_CTX_free) X(SSL_CTX_get_cert_store) X(SSL_CTX_new) X(SSL_CTX_set_num_tickets) \
  X(SSL_CTX_set_options) X(SSL_CTX_set_verify) X(SSL_CTX_use_PrivateKey) \
  X(SSL_CTX_use_certificate) X(SSL_free) X(SSL_get_error) X(SSL_new) X(SSL_read) \
  X(SSL_set_accept_state) X(SSL_set_bio) X(SSL_set_connect_state) X(SSL_shutdown) X(SSL_write) \
  X(TLS_method) X(X509V3_EXT_conf_nid) X(X509V3_set_ctx) X(X509_EXTENSION_free) \
  X(X509_NAME_add_entry_by_txt) X(X509_STORE_add_cert) X(X509_add_ext) X(X509_free) \
  X(X509_get_serialNumber) X(X509_get_subject_name) X(X509_getm_notAfter) \
  X(X509_getm_notBefore) X(X509_gmtime_adj) X(X509_new) X(X509_set_issuer_name) \
  X(X509_set_pubkey) X(X509_set_version) X(X509_sign)

#define FIELD(name) __typeof__(name) *name;
static struct { EACH(FIELD) } ssl;
static int is_loaded;

static void load(void) {
  void *library = dlopen("libssl.so.3", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
#define FIND(name) \
  ssl.name = (__typeof__(name) *)dlsym(library, #name); \
  if (!ssl.name) return;
  EACH(FIND)
  is_loaded = 1;
}

struct podlab_tls {
  SSL_CTX *context;
  int is_server;
};

struct podlab_tls_end {
  SSL *state;
  BIO *arrived, *leaving;
};

static podlab_tls *make(int is_server) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  podlab_tls *tls = is_loaded ? calloc(1, sizeof *tls) : NULL;
  if (!tls) return NULL;
  tls->is_server = is_server;
  tls->context = ssl.SSL_CTX_new(ssl.TLS_method());
  if (!tls->context) return free(tls), NULL;
  ssl.SSL_CTX_ctrl(tls->context, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, NULL);
  ssl.SSL_CTX_ctrl(tls->context, SSL_CTRL_SET_SESS_CACHE_MODE, SSL_SESS_CACHE_OFF, NULL);
  // Thousands of watches that say nothing must not keep buffers.
  ssl.SSL_CTX_ctrl(tls->context, SSL_CTRL_MODE, SSL_MODE_RELEASE_BUFFERS, NULL);
  ssl.SSL_CTX_set_options(tls->context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
  ssl.SSL_CTX_set_num_tickets(tls->context, 0);
  return tls;
}

static int extend(X509 *certificate, int kind, const char *value) {
  X509V3_CTX context = {0};
  ssl.X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
  X509_EXTENSION *extension = ssl.X509V3_EXT_conf_nid(NULL, &context, kind, value);
  if (!extension) return 0;
  int is_added = ssl.X509_add_ext(certificate, extension, -1);
  ssl.X509_EXTENSION_free(extension);
  return is_added;
}

static int describe(X509 *certificate, EVP_PKEY *key, const char *names) {
  uint64_t serial = 0;
  X509_NAME *name = ssl.X509_get_subject_name(certificate);
  // Clocks of other machines may be behind.
  return ssl.X509_set_version(certificate, X509_VERSION_3)
    && ssl.RAND_bytes((unsigned char *)&serial, sizeof serial) == 1
    && ssl.ASN1_INTEGER_set_uint64(ssl.X509_get_serialNumber(certificate), serial >> 1)
    && ssl.X509_gmtime_adj(ssl.X509_getm_notBefore(certificate), -24 * 3600)
    && ssl.X509_gmtime_adj(ssl.X509_getm_notAfter(certificate), 365 * 24 * 3600)
    && ssl.X509_NAME_add_entry_by_txt(
      name, "CN", MBSTRING_ASC, (const unsigned char *)"podlab practice cluster", -1, -1, 0)
    && ssl.X509_set_issuer_name(certificate, name) && ssl.X509_set_pubkey(certificate, key)
    && extend(certificate, NID_subject_key_identifier, "hash")
    && extend(certificate, NID_authority_key_identifier, "keyid:always")
    && extend(certificate, NID_basic_constraints, "critical,CA:TRUE")
    && extend(certificate, NID_key_usage, "critical,digitalSignature,keyCertSign")
    && extend(certificate, NID_ext_key_usage, "serverAuth")
    && extend(certificate, NID_subject_alt_name, names)
    && ssl.X509_sign(certificate, key, ssl.EVP_sha256()) > 0;
}

static int write_text(X509 *certificate, char *pem, size_t capacity) {
  BIO *text = ssl.BIO_new(ssl.BIO_s_mem());
  if (!text) return 0;
  int count = 0;
  if (ssl.PEM_write_bio_X509(text, certificate)) count = ssl.BIO_read(text, pem, (int)capacity);
  ssl.BIO_free(text);
  if (count <= 0 || (size_t)count >= capacity) return 0;
  pem[count] = 0;
  return 1;
}

podlab_tls *podlab_tls_server(const char *names, char *pem, size_t capacity) {
  podlab_tls *tls = make(1);
  if (!tls) return NULL;
  EVP_PKEY *key = ssl.EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
  X509 *certificate = ssl.X509_new();
  int is_made = key && certificate && describe(certificate, key, names)
    && write_text(certificate, pem, capacity)
    && ssl.SSL_CTX_use_certificate(tls->context, certificate) == 1
    && ssl.SSL_CTX_use_PrivateKey(tls->context, key) == 1;
  ssl.X509_free(certificate);
  ssl.EVP_PKEY_free(key);
  if (is_made) return tls;
  podlab_tls_free(tls);
  return NULL;
}

podlab_tls *podlab_tls_client(const char *pem) {
  podlab_tls *tls = make(0);
  if (!tls) return NULL;
  BIO *text = ssl.BIO_new_mem_buf(pem, -1);
  X509 *certificate = text ? ssl.PEM_read_bio_X509(text, NULL, NULL, NULL) : NULL;
  int is_trusted = certificate
    && ssl.X509_STORE_add_cert(ssl.SSL_CTX_get_cert_store(tls->context), certificate);
  ssl.SSL_CTX_set_verify(tls->context, SSL_VERIFY_PEER, NULL);
  ssl.X509_free(certificate);
  ssl.BIO_free(text);
  if (is_trusted) return tls;
  podlab_tls_free(tls);
  return NULL;
}

void podlab_tls_free(podlab_tls *tls) {
  if (!tls) return;
  ssl.SSL_CTX_free(tls->context);
  free(tls);
}

podlab_tls_end *podlab_tls_open(podlab_tls *tls) {
  podlab_tls_end *end = calloc(1, sizeof *end);
  if (!end) return NULL;
  end->state = ssl.SSL_new(tls->context);
  end->arrived = ssl.BIO_new(ssl.BIO_s_mem());
  end->leaving = ssl.BIO_new(ssl.BIO_s_mem());
  if (!end->state || !end->arrived || !end->leaving) {
    ssl.BIO_free(end->arrived);
    ssl.BIO_free(end->leaving);
    ssl.SSL_free(end->state);
    return free(end), NULL;
  }
  ssl.SSL_set_bio(end->state, end->arrived, end->leaving);
  if (tls->is_server) ssl.SSL_set_accept_state(end->state);
  else ssl.SSL_set_connect_state(end->state);
  return end;
}

void podlab_tls_close(podlab_tls_end *end) {
  if (!end) return;
  ssl.SSL_free(end->state);
  free(end);
}

int podlab_tls_feed(podlab_tls_end *end, const uint8_t *bytes, size_t count) {
  return count == 0 || ssl.BIO_write(end->arrived, bytes, (int)count) == (int)count;
}

static long outcome(podlab_tls_end *end, int result) {
  if (result > 0) return result;
  int error = ssl.SSL_get_error(end->state, result);
  if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return PODLAB_TLS_WAITS;
  if (error == SSL_ERROR_ZERO_RETURN) return PODLAB_TLS_ENDED;
  int reason = ERR_GET_REASON(ssl.ERR_peek_error());
  return reason == SSL_R_HTTP_REQUEST ? PODLAB_TLS_PLAIN : PODLAB_TLS_BROKEN;
}

long podlab_tls_read(podlab_tls_end *end, uint8_t *bytes, size_t capacity) {
  ssl.ERR_clear_error();
  return outcome(end, ssl.SSL_read(end->state, bytes, (int)capacity));
}

long podlab_tls_write(podlab_tls_end *end, const uint8_t *bytes, size_t count) {
  ssl.ERR_clear_error();
  return outcome(end, ssl.SSL_write(end->state, bytes, (int)count));
}

void podlab_tls_finish(podlab_tls_end *end) {
  ssl.ERR_clear_error();
  ssl.SSL_shutdown(end->state);
}

long podlab_tls_take(podlab_tls_end *end, uint8_t *bytes, size_t capacity) {
  int count = ssl.BIO_read(end->leaving, bytes, (int)capacity);
  return count > 0 ? count : 0;
}
