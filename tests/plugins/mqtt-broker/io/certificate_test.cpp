// SPDX-License-Identifier: Apache-2.0
// Certificates that are made and looked at.
#include "mqtt-broker/io/certificate.hpp"

#include <gmock/gmock.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace mqtt_broker {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;

const WallTime kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 26};

class CertificateTest : public ::testing::Test {
 protected:
    Certificate authority = *make_authority("Busbar test", kNow);
    Certificate server =
        *make_server_certificate(authority, {"house", "192.0.2.7", "fd00::7"}, kNow);

    std::string fault(const Certificate& certificate, WallTime now = kNow) {
        const auto facts = look_at(certificate, now);
        return facts ? "" : facts.error().message;
    }
};

TEST_F(CertificateTest, NamesTheServerAndItsAddresses) {
    const auto facts = look_at(server, kNow);
    ASSERT_TRUE(facts) << facts.error().message;
    EXPECT_THAT(facts->names, ElementsAre("192.0.2.7", "fd00::7", "house"));
    EXPECT_EQ(facts->ends, kNow + kServerLife);
}

TEST_F(CertificateTest, HoldsFromADayBeforeItWasMadeUntilItsEnd) {
    EXPECT_EQ(fault(server, kNow - 24h), "");
    EXPECT_EQ(fault(server, kNow - 25h), "The certificate is not valid yet.");
    EXPECT_EQ(fault(server, kNow + kServerLife - 1s), "");
    EXPECT_EQ(fault(server, kNow + kServerLife), "The certificate has run out.");
}

TEST_F(CertificateTest, BelongsToItsKeyOnly) {
    const auto other = *make_server_certificate(authority, {"house"}, kNow);
    EXPECT_EQ(fault({server.chain, other.key}), "The key does not belong to the certificate.");
    EXPECT_EQ(fault({"nonsense", server.key}), "This is no certificate in PEM form.");
    EXPECT_EQ(fault({server.chain, "nonsense"}),
              "The key is no private key in PEM form without a password.");
    EXPECT_EQ(fault({server.chain, ""}),
              "The key is no private key in PEM form without a password.");
}

TEST_F(CertificateTest, IsTrustedByWhoTrustsTheAuthority) {
    const auto read = [](const std::string& pem) {
        auto* in = ::BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
        auto* certificate = ::PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
        ::BIO_free(in);
        return certificate;
    };
    const auto verified = [&](const Certificate& trusted) {
        auto* store = ::X509_STORE_new();
        auto* context = ::X509_STORE_CTX_new();
        auto* root = read(trusted.chain);
        auto* leaf = read(server.chain);
        ::X509_STORE_add_cert(store, root);
        ::X509_STORE_CTX_init(context, store, leaf, nullptr);
        ::X509_STORE_CTX_set_time(context, 0, std::chrono::system_clock::to_time_t(kNow));
        ::X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER);
        const bool good = ::X509_verify_cert(context) == 1;
        ::X509_free(root);
        ::X509_free(leaf);
        ::X509_STORE_CTX_free(context);
        ::X509_STORE_free(store);
        return good;
    };
    EXPECT_TRUE(verified(authority));
    EXPECT_FALSE(verified(*make_authority("Busbar test", kNow)));
}

TEST_F(CertificateTest, IsNotMadeForNobody) {
    EXPECT_FALSE(make_server_certificate(authority, {}, kNow));
    EXPECT_FALSE(make_server_certificate({}, {"house"}, kNow));
}

TEST(NamesOfThisMachine, AreAtLeastThoseOfTheLoopback) {
    const auto names = names_of_this_machine();
    for (const auto* name : {"localhost", "127.0.0.1", "::1"}) EXPECT_THAT(names, Contains(name));
}

}  // namespace
}  // namespace mqtt_broker
