// SPDX-License-Identifier: Apache-2.0
// Who is let in, who is put out, and what the runtime is told of it.
#include "mqtt-broker/protocol/gatekeeper.hpp"

#include <gmock/gmock.h>

namespace mqtt_broker {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

User user(std::string_view password) {
    User out;
    out.password = *hash_password(password, Salt{}, 1'000);
    return out;
}

class GatekeeperTest : public ::testing::Test {
 protected:
    GatekeeperTest() {
        table.users["anna"] = user("secret");
        table.users["otto"] = user("word");
        use();
    }

    std::vector<std::string> use() { return keeper.use(table); }

    // A client, by a number.
    static Gatekeeper::Client client(std::uintptr_t number) {
        return reinterpret_cast<Gatekeeper::Client>(number);  // never looked at
    }

    std::optional<Refusal> log_in(std::uintptr_t number, std::string_view id,
                                  std::optional<std::string_view> username,
                                  std::optional<std::string_view> password) {
        Gatekeeper::Login login;
        login.client_id = id;
        login.username = username;
        login.password = password;
        login.address = "192.0.2.7";
        login.time_s = 1'700'000'000;
        return keeper.log_in(client(number), login, now);
    }

    std::vector<GateMessage> told(std::size_t at_most = 1'000) {
        std::vector<GateMessage> messages;
        keeper.report(
            [&](const GateMessage& message) {
                if (messages.size() == at_most) return false;
                messages.push_back(message);
                return true;
            },
            [](Gatekeeper::Client) { return 2U; });
        return messages;
    }

    Gatekeeper keeper{Gatekeeper::Secret{}};
    GateTable table;
    Gatekeeper::Time now{1h};
};

TEST_F(GatekeeperTest, LetsInWhoKnowsThePassword) {
    EXPECT_EQ(log_in(1, "tablet", "anna", "secret"), std::nullopt);
    EXPECT_EQ(log_in(2, "phone", "anna", "Secret"), Refusal::WrongPassword);
    EXPECT_EQ(log_in(2, "phone", "anna", ""), Refusal::WrongPassword);
    EXPECT_EQ(log_in(2, "phone", "anna", std::nullopt), Refusal::WrongPassword);
    EXPECT_EQ(log_in(2, "phone", "nobody", "secret"), Refusal::UnknownUser);
    EXPECT_EQ(log_in(2, "phone", "", ""), Refusal::UnknownUser);
    EXPECT_EQ(log_in(2, "phone", std::nullopt, std::nullopt), Refusal::NoCredentials);
}

TEST_F(GatekeeperTest, APasswordThatWasRightIsStillComparedAsAWhole) {
    EXPECT_EQ(log_in(1, "tablet", "anna", "secret"), std::nullopt);
    EXPECT_EQ(log_in(2, "phone", "anna", "secret"), std::nullopt);
    EXPECT_EQ(log_in(3, "watch", "anna", "secre"), Refusal::WrongPassword);
    EXPECT_EQ(log_in(3, "watch", "otto", "secret"), Refusal::WrongPassword);
}

TEST_F(GatekeeperTest, BindsAUserToAClientId) {
    table.users["anna"].client_id = "tablet";
    table.users["otto"].client_id = "sensor-*";
    use();
    EXPECT_EQ(log_in(1, "tablet", "anna", "secret"), std::nullopt);
    EXPECT_EQ(log_in(2, "tablet2", "anna", "secret"), Refusal::WrongClientId);
    EXPECT_EQ(log_in(2, "sensor-1", "otto", "word"), std::nullopt);
    EXPECT_EQ(log_in(3, "sensor", "otto", "word"), Refusal::WrongClientId);
}

TEST_F(GatekeeperTest, PutsOutOnlyWhomAChangeConcerns) {
    (void)log_in(1, "tablet", "anna", "secret");
    (void)log_in(2, "phone", "anna", "secret");
    (void)log_in(3, "sensor", "otto", "word");
    EXPECT_THAT(use(), IsEmpty());
    table.users["new"] = user("new");
    EXPECT_THAT(use(), IsEmpty());
    table.users["otto"] = user("changed");
    EXPECT_THAT(use(), ElementsAre("sensor"));
    keeper.left(client(3));
    table.users.erase("anna");
    EXPECT_THAT(use(), UnorderedElementsAre("tablet", "phone"));
}

TEST_F(GatekeeperTest, PutsOutWhoseRightsOrClientIdChanged) {
    (void)log_in(1, "tablet", "anna", "secret");
    table.users["anna"].rights = {{Access::Read, "a"}};
    EXPECT_THAT(use(), ElementsAre("tablet"));
    table.users["anna"].client_id = "tablet";
    EXPECT_THAT(use(), ElementsAre("tablet"));
}

TEST_F(GatekeeperTest, ForgetsAPasswordWithItsUser) {
    (void)log_in(1, "tablet", "anna", "secret");
    table.users["anna"] = user("changed");
    use();
    EXPECT_EQ(log_in(2, "phone", "anna", "secret"), Refusal::WrongPassword);
    EXPECT_EQ(log_in(2, "phone", "anna", "changed"), std::nullopt);
}

TEST_F(GatekeeperTest, WithoutAuthenticationEverybodyIsLetInUntilItIsOnAgain) {
    table.authentication = false;
    use();
    EXPECT_EQ(log_in(1, "tablet", "anna", "secret"), std::nullopt);
    EXPECT_EQ(log_in(2, "phone", "anna", "wrong"), std::nullopt);
    EXPECT_EQ(log_in(3, "guest", std::nullopt, std::nullopt), std::nullopt);
    EXPECT_TRUE(keeper.may_write(client(3), "a", {}));
    EXPECT_FALSE(keeper.may_write(client(3), "$SYS/a", {}));
    table.authentication = true;
    EXPECT_THAT(use(), UnorderedElementsAre("phone", "guest"));
}

TEST_F(GatekeeperTest, LooksAtFiftyWrongPasswordsASecondButKnowsTheRightOnesAgain) {
    (void)log_in(1, "tablet", "anna", "secret");
    for (std::uint32_t i = 0; i < Gatekeeper::kWrongPerSecondMax; ++i) {
        EXPECT_EQ(log_in(2, "thief", "anna", "guess"), Refusal::WrongPassword);
    }
    EXPECT_EQ(log_in(2, "thief", "anna", "guess"), Refusal::TooManyWrong);
    EXPECT_EQ(log_in(3, "sensor", "otto", "word"), Refusal::TooManyWrong);
    EXPECT_EQ(log_in(4, "phone", "anna", "secret"), std::nullopt);
    now += 1s;
    EXPECT_EQ(log_in(3, "sensor", "otto", "word"), std::nullopt);
}

TEST_F(GatekeeperTest, JudgesTopicsByTheUsersRights) {
    table.users["anna"].rights = {{Access::Read, "home/#"}, {Access::Write, "home/%u/set"}};
    use();
    (void)log_in(1, "tablet", "anna", "secret");
    const Who anna{"anna", "tablet"};
    EXPECT_TRUE(keeper.may_read(client(1), "home/lamp", anna));
    EXPECT_FALSE(keeper.may_read(client(1), "garden/lamp", anna));
    EXPECT_TRUE(keeper.may_write(client(1), "home/anna/set", anna));
    EXPECT_FALSE(keeper.may_write(client(1), "home/otto/set", anna));
    EXPECT_TRUE(keeper.may_subscribe(client(1), "#", anna));
    EXPECT_FALSE(keeper.may_subscribe(client(1), "garden/#", anna));
    EXPECT_FALSE(keeper.may_read(client(9), "home/lamp", {"gone", "tablet"}));
    (void)told();
    EXPECT_FALSE(keeper.may_write(client(1), "home", anna));
    EXPECT_THAT(told(), ElementsAre(GateFigures{0, 3, 0}));
}

TEST_F(GatekeeperTest, WhoIsPutOutHasHisRightsUntilHisWillIsSent) {
    table.users["anna"].rights = {{Access::ReadWrite, "home/#"}};
    use();
    (void)log_in(1, "tablet", "anna", "secret");
    const Who anna{"anna", "tablet"};
    table.users.erase("anna");
    EXPECT_THAT(use(), ElementsAre("tablet"));
    EXPECT_TRUE(keeper.may_write(client(1), "home/will", anna));
    EXPECT_FALSE(keeper.may_write(client(1), "garden/will", anna));
    EXPECT_TRUE(keeper.may_subscribe(client(1), "home/#", anna));
    keeper.left(client(1));
    EXPECT_TRUE(keeper.may_write(client(1), "home/will", anna));  // its will, which comes now
    EXPECT_FALSE(keeper.may_write(client(1), "garden/will", anna));
    (void)told();
    EXPECT_FALSE(keeper.may_write(client(1), "home/will", anna));
    EXPECT_FALSE(keeper.may_read(client(1), "home/lamp", anna));
}

TEST_F(GatekeeperTest, DropsWhatIsMoreThanTheRateAllows) {
    table.message_rate_max = 2;
    use();
    (void)log_in(1, "tablet", "anna", "secret");
    (void)told();
    EXPECT_TRUE(keeper.within_rate(client(1), now));
    EXPECT_TRUE(keeper.within_rate(client(1), now));
    EXPECT_FALSE(keeper.within_rate(client(1), now + 999ms));
    EXPECT_TRUE(keeper.within_rate(client(1), now + 1s));
    EXPECT_THAT(told(), ElementsAre(GateFigures{0, 0, 1}));
    table.message_rate_max = 0;
    use();
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(keeper.within_rate(client(1), now + 1s));
}

TEST_F(GatekeeperTest, TellsWhoIsInsideWhatChangedAndWhoLeft) {
    (void)log_in(1, "tablet", "anna", "secret");
    ClientPresent tablet{1, "tablet", "anna", "192.0.2.7", 4, false, 1'700'000'000, 2, {}};
    EXPECT_THAT(told(), ElementsAre(tablet));
    EXPECT_THAT(told(), IsEmpty());
    EXPECT_TRUE(keeper.may_subscribe(client(1), "a/#", {"anna", "tablet"}));
    EXPECT_TRUE(keeper.may_subscribe(client(1), "a/#", {"anna", "tablet"}));
    tablet.filters = {"a/#"};
    EXPECT_THAT(told(), ElementsAre(tablet));
    keeper.unsubscribed(client(1), "a/#");
    tablet.filters = {};
    EXPECT_THAT(told(), ElementsAre(tablet));
    EXPECT_TRUE(keeper.inside(client(1)));
    keeper.left(client(1));
    EXPECT_FALSE(keeper.inside(client(1)));
    EXPECT_THAT(told(), ElementsAre(ClientGone{1}));
    keeper.left(client(1));
    EXPECT_THAT(told(), IsEmpty());
}

TEST_F(GatekeeperTest, WhoCameAndWentMeanwhileIsNotTold) {
    (void)log_in(1, "tablet", "anna", "secret");
    keeper.left(client(1));
    EXPECT_THAT(told(), IsEmpty());
}

TEST_F(GatekeeperTest, TellsTheNextTimeWhatWasNotTaken) {
    (void)log_in(1, "tablet", "anna", "secret");
    (void)log_in(2, "phone", "anna", "secret");
    EXPECT_THAT(told(1), SizeIs(1));
    EXPECT_THAT(told(), SizeIs(1));
    keeper.left(client(1));
    keeper.left(client(2));
    EXPECT_THAT(told(1), SizeIs(1));
    EXPECT_THAT(told(), SizeIs(1));
}

TEST_F(GatekeeperTest, TellsWhoWasRefusedAndCountsAll) {
    (void)log_in(1, "phone", "anna", "wrong");
    EXPECT_THAT(told(),
                ElementsAre(LoginRefused{Refusal::WrongPassword, "phone", "anna", "192.0.2.7"},
                            GateFigures{1, 0, 0}));
    for (int i = 0; i < 1'000; ++i) (void)log_in(1, "phone", "nobody", "wrong");
    const auto messages = told();
    EXPECT_THAT(messages, SizeIs(Gatekeeper::kRefusalsWaitingMax + 1));
    EXPECT_EQ(messages.back(), GateMessage(GateFigures{1'001, 0, 0}));
}

TEST_F(GatekeeperTest, CutsWhatStrangersWriteBetweenCharacters) {
    const std::string id = std::string(Gatekeeper::kTextMax - 1, 'x') + "ü and more";
    EXPECT_EQ(log_in(1, id, "anna", "secret"), std::nullopt);
    const auto messages = told();
    ASSERT_THAT(messages, SizeIs(1));
    EXPECT_EQ(std::get<ClientPresent>(messages[0]).client_id,
              std::string(Gatekeeper::kTextMax - 1, 'x'));
    EXPECT_EQ(keeper.client_id(1), id);
    EXPECT_EQ(keeper.client_id(2), std::nullopt);
}

TEST_F(GatekeeperTest, KeepsNoMoreFiltersThanItTells) {
    (void)log_in(1, "tablet", "anna", "secret");
    for (int i = 0; i < 1'000; ++i) {
        const auto filter = std::to_string(i) + std::string(1'000, 'x');
        EXPECT_TRUE(keeper.may_subscribe(client(1), filter, {"anna", "tablet"}));
    }
    const auto messages = told();
    EXPECT_THAT(std::get<ClientPresent>(messages[0]).filters, SizeIs(Gatekeeper::kFiltersMax));
    EXPECT_LE(encode_gate_message(messages[0]).size(), kGateMessageMax);
}

class RestrictedToAConnection : public GatekeeperTest {
 protected:
    RestrictedToAConnection() {
        table.users["anna"].connection = "house";
        table.connections["house"] = topics("lamp");
        (void)use();
        EXPECT_EQ(log_in(1, "tablet", "anna", "secret"), std::nullopt);
    }
    static ConnectionTopics topics(const std::string& object) {
        return {TopicSet({object + "/set"}), TopicSet({object})};
    }
    static constexpr Who kAnna{"anna", "tablet"};
};

TEST_F(RestrictedToAConnection, MayCommandAndHearWhatItHandles) {
    EXPECT_TRUE(keeper.may_write(client(1), "lamp/set", kAnna));
    EXPECT_TRUE(keeper.may_read(client(1), "lamp", kAnna));
    EXPECT_TRUE(keeper.may_subscribe(client(1), "#", kAnna));
    EXPECT_FALSE(keeper.may_write(client(1), "lamp", kAnna));
    EXPECT_FALSE(keeper.may_read(client(1), "fan", kAnna));
    EXPECT_FALSE(keeper.may_subscribe(client(1), "fan", kAnna));
    EXPECT_TRUE(keeper.may_read(client(2), "lamp", kAnna));  // an absent one whose session waits
    EXPECT_FALSE(keeper.may_read(client(2), "fan", kAnna));
}

TEST_F(RestrictedToAConnection, RightsComeOnTop) {
    table.users["anna"].rights = {{Access::Write, "log"}};
    (void)use();
    EXPECT_EQ(log_in(2, "phone", "anna", "secret"), std::nullopt);
    EXPECT_TRUE(keeper.may_write(client(2), "log", kAnna));
    EXPECT_TRUE(keeper.may_write(client(2), "lamp/set", kAnna));
    EXPECT_FALSE(keeper.may_read(client(2), "log", kAnna));
}

TEST_F(RestrictedToAConnection, FollowsItsTopicsWithoutBeingPutOut) {
    table.connections["house"] = topics("fan");
    EXPECT_THAT(use(), IsEmpty());
    EXPECT_TRUE(keeper.may_write(client(1), "fan/set", kAnna));
    EXPECT_FALSE(keeper.may_write(client(1), "lamp/set", kAnna));
    EXPECT_FALSE(keeper.may_read(client(1), "lamp", kAnna));
}

TEST_F(RestrictedToAConnection, IsPutOutWhenItMaySubscribeToWhatWasRefused) {
    EXPECT_FALSE(keeper.may_subscribe(client(1), "fan", kAnna));
    EXPECT_THAT(use(), IsEmpty());
    table.connections["house"] = topics("fan");
    EXPECT_THAT(use(), ElementsAre("tablet"));
}

TEST_F(RestrictedToAConnection, MayNothingWhenItIsGone) {
    table.connections.clear();
    EXPECT_THAT(use(), IsEmpty());
    EXPECT_FALSE(keeper.may_write(client(1), "lamp/set", kAnna));
    EXPECT_FALSE(keeper.may_read(client(1), "lamp", kAnna));
    EXPECT_FALSE(keeper.may_subscribe(client(1), "#", kAnna));
    EXPECT_EQ(log_in(2, "phone", "anna", "secret"), std::nullopt);
}

TEST_F(RestrictedToAConnection, WhoIsPutOutStillSendsTheWill) {
    table.users.erase("anna");
    table.connections.clear();
    EXPECT_THAT(use(), ElementsAre("tablet"));
    EXPECT_TRUE(keeper.may_write(client(1), "lamp/set", kAnna));
}

}  // namespace
}  // namespace mqtt_broker
