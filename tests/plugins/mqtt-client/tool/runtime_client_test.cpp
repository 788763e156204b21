// SPDX-License-Identifier: Apache-2.0
// Tests of answers taken apart. (tests/integration asks a real runtime.)
#include "mqtt-client/tool/runtime_client.hpp"

#include <gtest/gtest.h>

namespace mqtt_client {
namespace {

TEST(RuntimeClient, TakesAnAnswerApart) {
    const auto answer = parse_answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"n\": 12}");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_TRUE(answer->good());
    EXPECT_EQ(answer->body["n"], 12);
}

TEST(RuntimeClient, TellsARefusalFromAnAnswer) {
    const auto answer = parse_answer("HTTP/1.1 404 Not Found\r\n\r\nno JSON");
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->good());
    EXPECT_TRUE(answer->body.is_null());
}

TEST(RuntimeClient, TakesNothingElseForAnAnswer) {
    for (const auto* text : {"", "HTTP/1.1", "HTTP/1.1 2x0 OK\r\n\r\n", "SSH-2.0-OpenSSH\r\n\r\n",
                             "HTTP/1.1 200 OK\r\n"}) {
        const auto answer = parse_answer(text);
        ASSERT_FALSE(answer) << text;
        EXPECT_EQ(answer.error().message, "what answers at the socket is no runtime");
    }
}

TEST(RuntimeClient, SaysWhenNobodyAnswers) {
    const auto answer = runtime_at("/nowhere/busbar.sock")("GET", "/", nullptr);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, busbar::ErrorCode::Unavailable);
    EXPECT_EQ(
        answer.error().message,
        "no runtime answers at /nowhere/busbar.sock (No such file or directory); does busbard "
        "run?");
    EXPECT_FALSE(runtime_at(std::string(200, 'x'))("GET", "/", nullptr));
}

}  // namespace
}  // namespace mqtt_client
