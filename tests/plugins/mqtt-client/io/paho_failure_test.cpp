// SPDX-License-Identifier: Apache-2.0
// Tests of what stands behind Paho's codes; the words are those seen with Paho C 1.3.12.
#include "io/paho_failure.hpp"

#include <gtest/gtest.h>

namespace mqtt_client {
namespace {

struct Row {
    const char* name;
    int code;
    const char* words;
    bool tls;
    const char* tls_error;
    Reason reason;
};

class ConnectFailure : public testing::TestWithParam<Row> {};

TEST_P(ConnectFailure, HasAReason) {
    const auto& row = GetParam();
    Endpoint endpoint;
    endpoint.tls = row.tls;
    EXPECT_EQ(connect_failure(row.code, row.words, endpoint, row.tls_error).reason, row.reason);
}

INSTANTIATE_TEST_SUITE_P(
    Codes, ConnectFailure,
    testing::Values(
        Row{"Port", -1, "TCP/TLS connect failure", false, "", Reason::Refused},
        Row{"BlackHole", -1, "TCP connect timeout", false, "", Reason::NoAnswer},
        Row{"WrongPassword3", 5, "CONNACK return code", false, "", Reason::LoginRefused},
        Row{"WrongPassword5", 0x87, "", false, "", Reason::LoginRefused},
        Row{"ClientId3", 2, "", false, "", Reason::ClientIdRefused},
        Row{"Version5", 0x84, "", false, "", Reason::VersionRefused},
        Row{"Busy5", 0x89, "", false, "", Reason::Busy},
        Row{"UnknownCa", -1, "TLS connect failure", true,
            "error:0A000086:SSL routines::certificate verify failed", Reason::Certificate},
        Row{"TlsPortClosed", -1, "TCP/TLS connect failure", true, "", Reason::Refused},
        Row{"Unknown", 0x83, "", false, "", Reason::Other}),
    [](const auto& param) { return param.param.name; });

TEST(Loss, HasTheReasonOfTheBrokersLastWords) {
    EXPECT_EQ(loss(0x8E, "").reason, Reason::TakenOver);
    EXPECT_EQ(loss(0x98, "").reason, Reason::LoginRefused);
    EXPECT_EQ(loss(0x8B, "").reason, Reason::Busy);
    EXPECT_EQ(loss(0, "").reason, Reason::Closed);
}

}  // namespace
}  // namespace mqtt_client
