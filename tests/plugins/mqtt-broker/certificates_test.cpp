// SPDX-License-Identifier: Apache-2.0
// Which certificate there is, and when it is made anew.
#include "mqtt-broker/certificates.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "support/temporary_directory.hpp"

namespace mqtt_broker {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

const WallTime kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 26};

class CertificatesTest : public ::testing::Test {
 protected:
    busbar::testing::TemporaryDirectory directory;
    Certificates certificates = std::move(*Certificates::open(directory.path()));

    std::string write(const std::string& name, const std::string& text) {
        std::ofstream(directory.file(name)) << text;
        return directory.file(name);
    }
};

TEST_F(CertificatesTest, KeepOursAndTheAuthorityOverARestart) {
    const auto own = certificates.own(kNow);
    ASSERT_TRUE(own) << own.error().message;
    const auto authority = certificates.authority(kNow);
    const auto again = Certificates::open(directory.path());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->own(kNow + 24h), own);
    EXPECT_EQ(again->authority(kNow + 24h), authority);
}

TEST_F(CertificatesTest, MakeOursAnewBeforeItRunsOutAndKeepTheAuthority) {
    const auto own = certificates.own(kNow);
    const auto authority = certificates.authority(kNow);
    const auto later = kNow + kServerLife - kRenewBefore;
    EXPECT_EQ(certificates.own(later - 1s), own);
    const auto renewed = certificates.own(later);
    ASSERT_TRUE(renewed);
    EXPECT_NE(renewed, own);
    EXPECT_EQ(certificates.authority(later), authority);
}

TEST_F(CertificatesTest, MakeOursAnewWhenTheMachineHasAnotherName) {
    const auto authority = make_authority("Busbar", kNow);
    const auto other = make_server_certificate(*authority, {"old-name"}, kNow);
    (void)certificates.own(kNow);
    write("tls/server.crt", other->chain);
    write("tls/server.key", other->key);
    EXPECT_NE(certificates.own(kNow), other);
}

TEST_F(CertificatesTest, OfUnreadableFilesAreMadeAnew) {
    const auto own = certificates.own(kNow);
    write("tls/server.crt", "");
    EXPECT_NE(certificates.own(kNow), own);
    write("tls/authority.key", "");
    EXPECT_TRUE(certificates.own(kNow));
}

TEST_F(CertificatesTest, AreForOurselvesOnly) {
    (void)certificates.own(kNow);
    for (const auto* name : {"tls", "tls/authority.key", "tls/server.key"}) {
        const auto mode = std::filesystem::status(directory.file(name)).permissions();
        EXPECT_EQ(mode & std::filesystem::perms(0077), std::filesystem::perms::none) << name;
    }
}

TEST_F(CertificatesTest, OfTheOperatorsFilesAreTakenWhenTheyAreRight) {
    const auto made = make_server_certificate(*make_authority("House", kNow), {"house"}, kNow);
    const auto chain = write("house.crt", made->chain);
    const auto key = write("house.key", made->key);
    EXPECT_EQ(Certificates::from_files(chain, key, kNow), *made);
    const auto fault = [&](const std::string& chain_file, const std::string& key_file) {
        const auto read = Certificates::from_files(chain_file, key_file, kNow);
        return read ? "" : read.error().message;
    };
    EXPECT_THAT(fault(chain, "/nonexistent"), HasSubstr("The file '/nonexistent' cannot be read."));
    EXPECT_THAT(fault(key, chain), HasSubstr("no certificate"));
    EXPECT_THAT(fault(chain, chain), HasSubstr("no private key"));
}

}  // namespace
}  // namespace mqtt_broker
