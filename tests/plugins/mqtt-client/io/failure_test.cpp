// SPDX-License-Identifier: Apache-2.0
// Tests of what stands behind codes; Paho's words are those seen with Paho C 1.3.12.
#include "io/failure.hpp"

#include <gtest/gtest.h>

#include <cerrno>

namespace mqtt_client {
namespace {

struct Row {
    const char* name;
    int code;
    const char* words;
    bool tls;
    Reason reason;
};

class PahoFailure : public testing::TestWithParam<Row> {};

TEST_P(PahoFailure, HasAReason) {
    const auto& row = GetParam();
    Endpoint endpoint;
    endpoint.tls = row.tls;
    EXPECT_EQ(paho_failure(row.code, row.words, endpoint).reason, row.reason);
}

INSTANTIATE_TEST_SUITE_P(
    Codes, PahoFailure,
    testing::Values(Row{"Port", -1, "TCP/TLS connect failure", false, Reason::Refused},
                    Row{"BlackHole", -1, "TCP connect timeout", false, Reason::NoAnswer},
                    Row{"WrongPassword3", 5, "CONNACK return code", false, Reason::LoginRefused},
                    Row{"WrongPassword5", 0x87, "", false, Reason::LoginRefused},
                    Row{"ClientId3", 2, "", false, Reason::ClientIdRefused},
                    Row{"Version5", 0x84, "", false, Reason::VersionRefused},
                    Row{"Busy5", 0x89, "", false, Reason::Busy},
                    Row{"TlsCertificateOrPort", -1, "TCP/TLS connect failure", true, Reason::Other},
                    Row{"Unknown", 0x83, "", false, Reason::Other}),
    [](const auto& param) { return param.param.name; });

TEST(NetworkFailure, TellsARefusalFromSilence) {
    EXPECT_EQ(network_failure(ECONNREFUSED).reason, Reason::Refused);
    EXPECT_EQ(network_failure(EHOSTUNREACH).reason, Reason::NoAnswer);
    EXPECT_EQ(network_failure(EACCES).reason, Reason::Other);
}

TEST(Loss, HasTheReasonOfTheBrokersLastWords) {
    EXPECT_EQ(loss(0x8E, "").reason, Reason::TakenOver);
    EXPECT_EQ(loss(0x98, "").reason, Reason::LoginRefused);
    EXPECT_EQ(loss(0x8B, "").reason, Reason::Busy);
    EXPECT_EQ(loss(0, "").reason, Reason::Closed);
}

TEST(PublishRefusal, TellsWhatIsNotAllowedFromEverythingElse) {
    EXPECT_EQ(publish_refusal(0x87).reason, Reason::NotAuthorised);
    EXPECT_EQ(publish_refusal(0x97).reason, Reason::Other);
}

TEST(TlsFailure, NamesAMissingClientCertificate) {
    EXPECT_EQ(tls_failure("error:0A00045C:SSL routines::tlsv13 alert certificate required").reason,
              Reason::ClientCertificate);
    EXPECT_EQ(tls_failure("unknown CA").reason, Reason::ClientCertificate);
    EXPECT_EQ(tls_failure("error:0A000086:SSL routines::certificate verify failed").reason,
              Reason::Other);
}

TEST(LookupFailure, TellsASilentNameServerFromAnUnknownName) {
    using busbar::ErrorCode;
    EXPECT_EQ(lookup_failure(busbar::fail(ErrorCode::Timeout, "").value()).reason,
              Reason::NameServer);
    EXPECT_EQ(lookup_failure(busbar::fail(ErrorCode::NotFound, "").value()).reason,
              Reason::HostNotFound);
}

}  // namespace
}  // namespace mqtt_client
