// SPDX-License-Identifier: Apache-2.0
// Tests of the sentences people read.
#include "bridge/wording.hpp"

#include <gtest/gtest.h>

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

TEST(Wording, NamesOneOfManyRefusedTopics) {
    EXPECT_EQ(refused_topics({"a", "b", "c"}),
              "The broker refused the subscription to 'a' and 2 more.");
}

}  // namespace
}  // namespace mqtt_client
