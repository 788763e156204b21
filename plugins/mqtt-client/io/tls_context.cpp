// SPDX-License-Identifier: Apache-2.0
// TlsContext on OpenSSL 3.
#include "io/tls_context.hpp"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <array>
#include <utility>

namespace mqtt_client {
namespace {

bool is_address(const std::string& host) {
    std::array<unsigned char, 16> octets{};
    return ::inet_pton(AF_INET, host.c_str(), octets.data()) == 1 ||
           ::inet_pton(AF_INET6, host.c_str(), octets.data()) == 1;
}

}  // namespace

std::string name_of(const X509_NAME* name) {
    std::array<char, 256> text{};
    ::X509_NAME_oneline(name, text.data(), static_cast<int>(text.size()));
    return text.data();
}

TlsContext::TlsContext(std::string host)
    : context_(::SSL_CTX_new(::TLS_client_method())),
      host_(std::move(host)),
      by_address_(is_address(host_)) {}

TlsContext::~TlsContext() { ::SSL_CTX_free(context_); }

busbar::Result<std::unique_ptr<TlsContext>> TlsContext::make(const Endpoint& endpoint) {
    std::unique_ptr<TlsContext> tls(new TlsContext(endpoint.host));
    auto* context = tls->context_;
    if (context == nullptr) return busbar::fail(busbar::ErrorCode::Internal, "no memory for TLS");
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    ::SSL_CTX_set_verify(context, SSL_VERIFY_PEER, &TlsContext::on_verified);
    ::SSL_CTX_set_ex_data(context, 0, tls.get());
    if (endpoint.ca_file.empty()) {
        ::SSL_CTX_set_default_verify_paths(context);
    } else if (::SSL_CTX_load_verify_locations(context, endpoint.ca_file.c_str(), nullptr) != 1) {
        return busbar::fail(busbar::ErrorCode::InvalidArgument,
                            "no certificate can be read from " + endpoint.ca_file);
    }
    BUSBAR_CHECK(tls->load_own(endpoint));
    auto* parameters = ::SSL_CTX_get0_param(context);
    if (endpoint.verify_host && tls->by_address_) {
        ::X509_VERIFY_PARAM_set1_ip_asc(parameters, endpoint.host.c_str());
    } else if (endpoint.verify_host) {
        ::X509_VERIFY_PARAM_set1_host(parameters, endpoint.host.c_str(), endpoint.host.size());
    }
    ::SSL_CTX_set_info_callback(context, &TlsContext::on_info);
    return tls;
}

busbar::Status TlsContext::load_own(const Endpoint& endpoint) {
    if (endpoint.certificate_file.empty()) return {};
    const auto refuse = [](const std::string& what) {
        return busbar::fail(busbar::ErrorCode::InvalidArgument, what);
    };
    if (::SSL_CTX_use_certificate_chain_file(context_, endpoint.certificate_file.c_str()) != 1) {
        return refuse("no certificate can be read from " + endpoint.certificate_file);
    }
    if (::SSL_CTX_use_PrivateKey_file(context_, endpoint.key_file.c_str(), SSL_FILETYPE_PEM) == 1) {
        return {};
    }
    const auto reason = ERR_GET_REASON(::ERR_peek_last_error());
    if (reason == X509_R_KEY_VALUES_MISMATCH) return refuse("the key is not of the certificate");
    return refuse("no key without a passphrase can be read from " + endpoint.key_file);
}

void TlsContext::on_info(const SSL* ssl, int where, int result) {
    auto* self = static_cast<TlsContext*>(::SSL_CTX_get_ex_data(::SSL_get_SSL_CTX(ssl), 0));
    if ((where & SSL_CB_HANDSHAKE_START) != 0 && !self->by_address_) self->ask_for_name(ssl);
    const bool fatal = (result >> 8) == SSL3_AL_FATAL;
    if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && fatal) {
        // OpenSSL 3.0 has no words for this one of TLS 1.3.
        const bool required = (result & 0xFF) == TLS13_AD_CERTIFICATE_REQUIRED;
        self->alert_ = required ? "certificate required" : ::SSL_alert_desc_string_long(result);
    }
}

// libmosquitto has just said the numeric address; the name takes its place before the first octet
// leaves (RFC 6066, section 3, allows no addresses).
void TlsContext::ask_for_name(const SSL* ssl) const {
    // OpenSSL hands its own connection over as const; it is the one that the library made.
    // (SSL_set_tlsext_host_name() is this call, with a cast that we do not want.)
    ::SSL_ctrl(const_cast<SSL*>(ssl), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
               const_cast<char*>(host_.c_str()));
}

// The library may have freed its connection by the time we hear that it failed: noted here.
int TlsContext::on_verified(int good, X509_STORE_CTX* chain) {
    if (good == 1) return good;
    const auto* ssl = static_cast<const SSL*>(
        ::X509_STORE_CTX_get_ex_data(chain, ::SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* self = static_cast<TlsContext*>(::SSL_CTX_get_ex_data(::SSL_get_SSL_CTX(ssl), 0));
    self->problem_ = ::X509_verify_cert_error_string(::X509_STORE_CTX_get_error(chain));
    const auto* certificate = ::X509_STORE_CTX_get0_cert(chain);
    if (certificate == nullptr) return good;
    self->problem_ += ", issued by " + name_of(::X509_get_issuer_name(certificate));
    return good;
}

}  // namespace mqtt_client
