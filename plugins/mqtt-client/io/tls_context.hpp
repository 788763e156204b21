// SPDX-License-Identifier: Apache-2.0
// TlsContext: how a connection is encrypted and whom it trusts, as OpenSSL wants to know it.
//
// libmosquitto would check the certificate against the address that it connects to. We resolve
// names ourselves, so that no name server holds up the loop, and hand it a numeric address: the
// name that the certificate must have, and that the server is asked for (SNI), is set here.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "busbar/result.hpp"
#include "io/transport.hpp"

namespace mqtt_client {

class TlsContext {
 public:
    // TLS 1.2 or newer; verifies the broker's certificate always, its name unless
    // `endpoint.verify_host` is off. Fails with a sentence when a file cannot be read, or key and
    // certificate do not belong together.
    [[nodiscard]] static busbar::Result<std::unique_ptr<TlsContext>> make(const Endpoint& endpoint);
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;
    ~TlsContext();

    // Outlived by no connection made with it.
    [[nodiscard]] SSL_CTX* get() { return context_; }
    // What was wrong with the peer's certificate and who issued it; empty when nothing was.
    [[nodiscard]] const std::string& problem() const { return problem_; }
    // Why the peer gave up, if it said so: "certificate required"; empty when it did not.
    [[nodiscard]] const std::string& alert() const { return alert_; }

 private:
    explicit TlsContext(std::string host);
    [[nodiscard]] busbar::Status load_own(const Endpoint& endpoint);
    static void on_info(const SSL* ssl, int where, int result);
    void ask_for_name(const SSL* ssl) const;
    static int on_verified(int good, X509_STORE_CTX* chain);

    SSL_CTX* context_;
    std::string host_;
    const bool by_address_;  // no name to ask for
    std::string problem_;
    std::string alert_;
};

// Whom a certificate is of, or who issued it: "/CN=Example CA".
[[nodiscard]] std::string name_of(const X509_NAME* name);

}  // namespace mqtt_client
