// SPDX-License-Identifier: Apache-2.0
// Tests of the sentences people read.
#include "bridge/wording.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

namespace mqtt_client {
namespace {

TEST(Wording, HasASentenceOfItsOwnForEveryReason) {
    std::set<std::string> sentences;
    for (auto reason = Reason::HostNotFound; reason <= Reason::Other;
         reason = static_cast<Reason>(static_cast<int>(reason) + 1)) {
        const auto sentence = sentence_of(Failure{reason, "words"});
        EXPECT_FALSE(sentence.empty());
        EXPECT_TRUE(sentences.insert(sentence).second) << sentence;
    }
}

TEST(Wording, IsExplainedInTheGuide) {
    std::ifstream file(BUSBAR_MQTT_GUIDE);
    const std::string guide(std::istreambuf_iterator<char>(file), {});
    ASSERT_FALSE(guide.empty());
    for (auto reason = Reason::HostNotFound; reason <= Reason::Other;
         reason = static_cast<Reason>(static_cast<int>(reason) + 1)) {
        if (reason == Reason::NotAuthorised) continue;  // of a report, never of a connection
        Endpoint endpoint;
        endpoint.username = "somebody";
        const auto sentence = sentence_of(Failure{reason, "…"}, endpoint);
        EXPECT_NE(guide.find("\n| " + sentence), std::string::npos) << sentence;
    }
    for (const auto& sentence :
         {sentence_of(Failure{Reason::LoginRefused, {}}, Endpoint()), std::string(kRivalsLikely),
          std::string(kBrokerNotRunning), refused_user(UserFault::NotThere, "…"),
          refused_user(UserFault::Disabled, "…"), refused_topics({"…"}),
          refused_report("…", {Reason::NotAuthorised, {}})}) {
        EXPECT_NE(guide.find("\n| " + sentence), std::string::npos) << sentence;
    }
}

TEST(Wording, HasACodeAndASentenceForEveryTopicProblem) {
    std::set<std::string_view> codes;
    for (auto problem = TopicProblem::Wildcard; problem <= TopicProblem::TooLong;
         problem = static_cast<TopicProblem>(static_cast<int>(problem) + 1)) {
        EXPECT_TRUE(codes.insert(code_of(problem)).second);
        EXPECT_NE(sentence_of(problem, "report").find("report topic"), std::string::npos);
    }
}

TEST(Wording, PutsAnIPv6AddressIntoBrackets) {
    Endpoint endpoint;
    endpoint.host = "2001:db8::1";
    endpoint.port = 1883;
    EXPECT_EQ(place_of(endpoint), "[2001:db8::1]:1883");
}

TEST(Wording, SumsUpWhatAnAssignmentCarried) {
    EXPECT_EQ(summary_of({12, 3, 1, 40, 0, 0}),
              "12 messages, of which 3 were commands and 1 was refused; 40 reports.");
    EXPECT_EQ(summary_of({1, 1, 0, 1, 0, 0}),
              "1 message, of which 1 was a command and 0 were refused; 1 report.");
}

TEST(Wording, WritesTimesAsTheApiDoes) {
    EXPECT_EQ(time_text(std::chrono::sys_seconds(std::chrono::seconds(1'767'225'599))),
              "2025-12-31T23:59:59Z");
}

TEST(Wording, NamesOneOfManyRefusedTopics) {
    EXPECT_EQ(refused_topics({"a", "b", "c"}),
              "The broker refused the subscription to 'a' and 2 more.");
}

}  // namespace
}  // namespace mqtt_client
