// OpenSSL, and as functions and constants those of its macros that Swift does not see.
#pragma once
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

static const uint64_t OPENSSL_NO_RENEGOTIATION = SSL_OP_NO_RENEGOTIATION;
static const uint64_t OPENSSL_NO_COMPRESSION = SSL_OP_NO_COMPRESSION;
static const uint64_t OPENSSL_IGNORE_UNEXPECTED_EOF = SSL_OP_IGNORE_UNEXPECTED_EOF;
static const uint64_t OPENSSL_SERVER_PREFERENCE = SSL_OP_CIPHER_SERVER_PREFERENCE;
static const uint64_t OPENSSL_PRIORITIZE_CHACHA = SSL_OP_PRIORITIZE_CHACHA;
/// RFC 2253 with control characters escaped and UTF-8 left as it is.
static const unsigned long OPENSSL_NAME_RFC2253 = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;

static inline long openssl_set_mode(SSL_CTX *context, long modes) { return SSL_CTX_set_mode(context, modes); }
static inline long openssl_clear_mode(SSL_CTX *context, long modes) { return SSL_CTX_clear_mode(context, modes); }
static inline long openssl_set_read_ahead(SSL_CTX *context, int on) { return SSL_CTX_set_read_ahead(context, on); }
static inline long openssl_set_session_cache_mode(SSL_CTX *context, int mode) {
  return SSL_CTX_set_session_cache_mode(context, mode);
}
static inline int openssl_set_min_version(SSL_CTX *context, int version) {
  return SSL_CTX_set_min_proto_version(context, version);
}
static inline int openssl_set_groups(SSL_CTX *context, const char *groups) {
  return SSL_CTX_set1_groups_list(context, groups);
}
static inline int openssl_set_signature_algorithms(SSL_CTX *context, const char *algorithms) {
  return SSL_CTX_set1_sigalgs_list(context, algorithms);
}
static inline int openssl_add_chain_certificate(SSL_CTX *context, X509 *certificate) {
  return SSL_CTX_add1_chain_cert(context, certificate);
}
static inline void openssl_set_server_name_callback(
  SSL_CTX *context, int (*callback)(SSL *, int *, void *), void *argument) {
  SSL_CTX_set_tlsext_servername_callback(context, callback);
  SSL_CTX_set_tlsext_servername_arg(context, argument);
}
static inline int openssl_set_app_data(SSL_CTX *context, void *data) { return SSL_CTX_set_app_data(context, data); }
static inline void *openssl_app_data(const SSL_CTX *context) { return SSL_CTX_get_app_data(context); }
static inline long openssl_memory_contents(BIO *memory, char **bytes) { return BIO_get_mem_data(memory, bytes); }
/// Gives an HMAC-SHA-256 its key.
static inline int openssl_set_hmac_key(EVP_MAC_CTX *mac, const unsigned char *key, size_t count) {
  OSSL_PARAM parameters[] = {
    OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, (void *)key, count),
    OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0),
    OSSL_PARAM_construct_end(),
  };
  return EVP_MAC_CTX_set_params(mac, parameters);
}
