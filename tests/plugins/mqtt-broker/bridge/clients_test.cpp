// SPDX-License-Identifier: Apache-2.0
// The list of connected clients, as statuses.
#include "mqtt-broker/bridge/clients.hpp"

#include <gmock/gmock.h>

namespace mqtt_broker {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

ClientPresent client(std::uint64_t number, const std::string& id) {
    return {number, id, "anna", "192.0.2.7", 5, true, 1'700'000'000, 3, {"a/#", "b"}};
}

class ClientsTest : public ::testing::Test {
 protected:
    // "id", of one that left "-id".
    std::vector<std::string> changed() {
        std::vector<std::string> out;
        for (const auto& status : clients.changes()) {
            EXPECT_EQ(status.collection(), "clients");
            out.push_back((status.removed() ? "-" : "") + status.item_id());
        }
        return out;
    }

    Clients clients;
};

TEST_F(ClientsTest, SayWhoAndFromWhereAndSinceWhen) {
    clients.take(client(1, "tablet"));
    const auto changes = clients.changes();
    ASSERT_THAT(changes, SizeIs(1));
    const auto& status = changes[0];
    EXPECT_EQ(status.item_id(), "tablet");
    EXPECT_EQ(status.state(), busbar::v1::STATUS_STATE_CONNECTED);
    EXPECT_EQ(status.text(), "anna from 192.0.2.7 since 2023-11-14 22:13:20 UTC.");
    std::map<std::string, std::string> figures;
    for (const auto& figure : status.figures()) figures[figure.name()] = figure.text();
    EXPECT_EQ(figures["username"], "anna");
    EXPECT_EQ(figures["address"], "192.0.2.7");
    EXPECT_EQ(figures["protocol"], "MQTT 5 over WebSocket");
    EXPECT_EQ(figures["since"], "2023-11-14 22:13:20 UTC");
    EXPECT_EQ(figures["topics"], "a/#, b");
    EXPECT_EQ(status.figures(4).value(), 3.0);
}

TEST_F(ClientsTest, AreToldWhenTheyChangeAndRemovedWhenTheyLeave) {
    clients.take(client(1, "tablet"));
    EXPECT_THAT(changed(), ElementsAre("tablet"));
    EXPECT_THAT(changed(), IsEmpty());
    clients.take(client(1, "tablet"));
    EXPECT_THAT(changed(), ElementsAre("tablet"));
    EXPECT_EQ(clients.number("tablet"), 1U);
    EXPECT_EQ(clients.of_user("anna").connected, 1U);
    EXPECT_EQ(clients.of_user("otto").connected, 0U);
    clients.take(ClientGone{1}, 1'700'000'100);
    EXPECT_THAT(changed(), ElementsAre("-tablet"));
    EXPECT_EQ(clients.number("tablet"), std::nullopt);
    EXPECT_EQ(clients.of_user("anna").connected, 0U);
    EXPECT_EQ(clients.of_user("anna").last_seen_s, 1'700'000'100);
    clients.take(ClientGone{1}, 1'700'000'100);
    EXPECT_THAT(changed(), IsEmpty());
}

TEST_F(ClientsTest, OneThatComesBackIsNotRemoved) {
    clients.take(client(1, "tablet"));
    (void)changed();
    clients.take(ClientGone{1}, 1'700'000'100);
    clients.take(client(2, "tablet"));
    EXPECT_THAT(changed(), ElementsAre("tablet"));
    EXPECT_EQ(clients.number("tablet"), 2U);
}

TEST_F(ClientsTest, OfTheSameIdOrOfNoneHaveTheirNumberBehind) {
    clients.take(client(1, "tablet"));
    clients.take(client(2, "tablet"));
    clients.take(client(3, ""));
    EXPECT_THAT(changed(), ElementsAre("tablet", "tablet#2", "#3"));
}

TEST_F(ClientsTest, AreGoneWhenTheBrokerIs) {
    clients.take(client(1, "tablet"));
    (void)changed();
    clients.clear(0);
    EXPECT_THAT(changed(), ElementsAre("-tablet"));
}

TEST_F(ClientsTest, BeyondAThousandAreOnlyCounted) {
    for (std::uint64_t i = 1; i <= Clients::kToldMax + 5; ++i) {
        clients.take(client(i, "client-" + std::to_string(i)));
    }
    EXPECT_THAT(changed(), SizeIs(Clients::kToldMax));
    EXPECT_EQ(clients.of_user("anna").connected, Clients::kToldMax + 5);
}

TEST(RefusalWords, SayEachReason) {
    for (const auto reason : {Refusal::NoCredentials, Refusal::UnknownUser, Refusal::WrongPassword,
                              Refusal::WrongClientId, Refusal::TooManyWrong}) {
        EXPECT_FALSE(refusal_words(reason).empty());
    }
}

}  // namespace
}  // namespace mqtt_broker
