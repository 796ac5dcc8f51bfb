#include "certificate.h"

#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdexcept>

namespace hawk::llm::test {
namespace {

template <auto Free> struct Deleter {
    template <class T> void operator()(T* object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Cert = std::unique_ptr<X509, Deleter<X509_free>>;
using Memory = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

void require(bool done)
{
    if (!done)
        throw std::runtime_error("openssl refused to make a certificate");
}

void addExtension(X509* certificate, int id, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

std::string text(BIO* memory)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return { data, static_cast<std::size_t>(size) };
}

} // namespace

Certificate makeSelfSigned(const std::string& hostName)
{
    const Key key(EVP_EC_gen("P-256"));
    const Cert certificate(X509_new());
    require(key && certificate);
    X509* const x = certificate.get();
    X509_set_version(x, 2); // counts from 0: version 3
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x), 24L * 3600);
    X509_set_pubkey(x, key.get());
    X509_NAME* const subject = X509_get_subject_name(x);
    X509_NAME_add_entry_by_txt(
        subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(hostName.c_str()), -1, -1, 0);
    X509_set_issuer_name(x, subject);
    addExtension(x, NID_subject_alt_name, "DNS:" + hostName + ",IP:127.0.0.1");
    addExtension(x, NID_basic_constraints, "critical,CA:TRUE");
    require(X509_sign(x, key.get(), EVP_sha256()) > 0);
    const Memory keyOut(BIO_new(BIO_s_mem()));
    const Memory certificateOut(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    require(PEM_write_bio_X509(certificateOut.get(), x) == 1);
    return { text(keyOut.get()), text(certificateOut.get()) };
}

} // namespace hawk::llm::test
