// SPDX-License-Identifier: Apache-2.0
// The plugin class between a fake host and a fake loop: what arrives where, and what leaves.
#include "busbar/plugin.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "busbar/testing/fake_host.hpp"
#include "busbar/testing/fake_loop.hpp"
#include "sdk/recorder.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;
using testing::FakeHost;
using testing::FakeLoop;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using M = v1::Message;

class PluginTest : public ::testing::Test {
 protected:
    // Puts a message before the plugin, filled in by `fill`.
    template <class Fill>
    void give(Fill fill) {
        v1::Message message;
        fill(message);
        host_.give(std::move(message));
    }
    // Lets the plugin turn, and returns its only answer.
    v1::Message answer() {
        loop_.turn();
        auto messages = host_.take();
        EXPECT_EQ(messages.size(), 1U);
        return messages.empty() ? v1::Message{} : messages.front();
    }

    FakeHost host_;
    FakeLoop loop_;
    Recorder plugin_{Context{host_.abi(), loop_}};
};

// ── what happens ────────────────────────────────────────────────────────────────────────────────

TEST_F(PluginTest, HearsWhoItIsThenItsSettingsThenThatTheyAreComplete) {
    host_.give_hello("hello-plugin");
    host_.give_item("users", "anna", "");
    host_.give_item_removed("users", "bob");
    host_.give_committed();
    loop_.turn();
    EXPECT_THAT(plugin_.heard(), ElementsAre("start hello-plugin", "item users/anna",
                                             "removed users/bob", "committed"));
}

TEST_F(PluginTest, HearsWhatItSubscribedTo) {
    v1::Object lamp;
    lamp.set_id("lamp");
    host_.give_object(lamp);
    host_.give_state(4, Value::boolean(true));
    give([](M& m) { m.mutable_catalogue_complete(); });
    give([](M& m) { m.mutable_gap()->add_missing()->set_count(7); });
    give([](M& m) { m.mutable_object_removed()->set_handle(4); });
    loop_.turn();
    EXPECT_THAT(plugin_.heard(), ElementsAre("object lamp", "state 4 on", "catalogue complete",
                                             "gap of 7", "object removed 4"));
}

TEST_F(PluginTest, HearsOfServicesAndAnswers) {
    give([](M& m) { m.mutable_service_offered()->set_name("mqtt-broker"); });
    give([](M& m) { m.mutable_service_result()->set_id(3); });
    give([](M& m) { m.mutable_command_result()->set_id(4); });
    give([](M& m) { m.mutable_service_withdrawn()->set_name("mqtt-broker"); });
    loop_.turn();
    EXPECT_THAT(plugin_.heard(), ElementsAre("service mqtt-broker", "service result of 3",
                                             "result of 4", "service gone mqtt-broker"));
}

TEST_F(PluginTest, PassesOverMessagesYoungerThanItsSdk) {
    std::string frame;
    append_serialized(frame, 1000, "what is this");
    append_message(frame, M::kItemsCommittedFieldNumber, v1::ItemsCommitted{});
    host_.give_frame(frame);
    loop_.turn();
    EXPECT_THAT(plugin_.heard(), ElementsAre("committed"));
    EXPECT_FALSE(loop_.quit_called());
}

TEST_F(PluginTest, GivesUpOnAFrameThatIsNone) {
    host_.give_frame("no frame at all");
    host_.give_stop();
    EXPECT_THAT(answer().log_record().text(), HasSubstr("not readable"));
    EXPECT_TRUE(loop_.quit_called());
    EXPECT_EQ(plugin_.exit_code(), 1);  // and the Stop behind it does not make that 0
}

TEST_F(PluginTest, RefusesWhatItDoesNotOverride) {
    host_.give_command(5, 1, Value::boolean(true));
    const auto result = answer().command_result();
    EXPECT_EQ(result.id(), 5U);
    EXPECT_EQ(result.outcome(), v1::COMMAND_OUTCOME_REFUSED);
    EXPECT_NE(result.reason(), "");

    host_.give_action(6, "users", "anna", "dance");
    const auto action = answer().action_result();
    EXPECT_EQ(action.id(), 6U);
    EXPECT_FALSE(action.succeeded());
    EXPECT_THAT(action.message(), HasSubstr("dance"));

    give([](M& m) { m.mutable_service_request()->set_id(7); });
    const auto service = answer().service_result();
    EXPECT_EQ(service.id(), 7U);
    EXPECT_NE(service.error(), "");

    give([](M& m) { m.mutable_check_items()->set_id(8); });
    const auto check = answer().check_items_result();
    EXPECT_EQ(check.id(), 8U);
    EXPECT_EQ(check.problems_size(), 0);
}

TEST_F(PluginTest, AnswersAPing) {
    give([](M& m) { m.mutable_ping()->set_id(42); });
    EXPECT_EQ(answer().pong().id(), 42U);
}

TEST_F(PluginTest, StopsWhenItIsAskedToAndHearsNothingAfterwards) {
    host_.give_stop();
    host_.give_state(1, Value::boolean(true));
    loop_.turn();
    EXPECT_TRUE(loop_.quit_called());
    EXPECT_EQ(plugin_.exit_code(), 0);
    EXPECT_THAT(plugin_.heard(), IsEmpty());
}

TEST_F(PluginTest, StopsWhenTheRuntimeLetsGoOfIt) {
    host_.close();
    loop_.turn();
    EXPECT_TRUE(loop_.quit_called());
    EXPECT_EQ(plugin_.exit_code(), 1);
}

// ── what a plugin does ──────────────────────────────────────────────────────────────────────────

TEST_F(PluginTest, SendsWhatATurnLedToInOneFrame) {
    plugin_.state = [this] { plugin_.publish(1, Value::integer(1)); };
    for (int i = 0; i < 10; ++i) host_.give_state(9, Value::integer(i));
    loop_.turn();
    EXPECT_EQ(host_.frames, 1);
    EXPECT_EQ(host_.take().size(), 10U);
}

TEST_F(PluginTest, NumbersItsObjectsUnlessItDoesSoItself) {
    v1::Object object;
    object.set_id("a");
    EXPECT_EQ(plugin_.announce(object), 1U);
    object.set_handle(7);
    EXPECT_EQ(plugin_.announce(object), 7U);
    object.set_handle(0);
    EXPECT_EQ(plugin_.announce(object), 8U);
    plugin_.withdraw(7);
    loop_.turn();
    const auto messages = host_.take();
    ASSERT_EQ(messages.size(), 4U);
    EXPECT_EQ(messages[2].object_appeared().object().handle(), 8U);
    EXPECT_EQ(messages[3].object_removed().handle(), 7U);
}

TEST_F(PluginTest, PublishesWithARisingSequenceAndNothingOfTheStateBefore) {
    v1::Command command;
    command.set_trace_id(5);
    command.set_sender("admin");
    command.set_tag("tag");
    command.set_hops(2);
    const auto cause = Recorder::cause_of(command);
    plugin_.publish(1, Value::text("x"), &cause);
    plugin_.publish(2, Value(), nullptr, v1::QUALITY_UNKNOWN);
    loop_.turn();
    const auto states = host_.take_all(&M::has_state_changed, &M::state_changed);
    ASSERT_EQ(states.size(), 2U);
    EXPECT_EQ(states[0].cause().trace_id(), 5U);
    EXPECT_EQ(states[0].cause().sender(), "admin");
    EXPECT_EQ(states[0].cause().tag(), "tag");
    EXPECT_EQ(states[0].cause().hops(), 2U);
    EXPECT_EQ(states[0].quality(), v1::QUALITY_GOOD);
    EXPECT_LT(states[0].sequence(), states[1].sequence());
    EXPECT_FALSE(states[1].has_cause());
    EXPECT_FALSE(states[1].has_value());
    EXPECT_EQ(states[1].quality(), v1::QUALITY_UNKNOWN);
}

TEST_F(PluginTest, CommandsWithTheCauseOfTheStateThatLedToIt) {
    v1::Cause cause;
    cause.set_trace_id(77);
    cause.set_hops(1);
    const auto first = plugin_.command(3, Value::boolean(true));
    const auto second =
        plugin_.command(3, Value::boolean(false), {"tag", std::chrono::seconds(2), &cause});
    EXPECT_LT(first, second);
    loop_.turn();
    const auto commands = host_.take_all(&M::has_command, &M::command);
    ASSERT_EQ(commands.size(), 2U);
    EXPECT_EQ(commands[0].trace_id(), 0U);
    EXPECT_EQ(commands[0].timeout_ms(), 0U);
    EXPECT_EQ(commands[1].trace_id(), 77U);
    EXPECT_EQ(commands[1].hops(), 2U);
    EXPECT_EQ(commands[1].tag(), "tag");
    EXPECT_EQ(commands[1].timeout_ms(), 2000U);
}

TEST_F(PluginTest, SubscribesToManyObjectsInMessagesThatFit) {
    plugin_.subscribe(std::vector<std::string>(1000, std::string(128, 'x')));
    loop_.turn();
    EXPECT_EQ(host_.refused, 0);
    int ids = 0;
    for (const auto& s : host_.take_all(&M::has_subscribe, &M::subscribe))
        ids += s.object_ids_size();
    EXPECT_EQ(ids, 1000);
}

TEST_F(PluginTest, SaysThatItsCatalogueIsCompleteOnceAfterItsFirstSettings) {
    plugin_.committed = [this] { plugin_.announce({}); };
    host_.give_hello("p");
    loop_.turn();
    EXPECT_THAT(host_.take(), IsEmpty());
    host_.give_committed();
    loop_.turn();
    const auto messages = host_.take();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_TRUE(messages[0].has_object_appeared());
    EXPECT_TRUE(messages[1].has_catalogue_complete());
    host_.give_committed();
    loop_.turn();
    EXPECT_THAT(host_.take_all(&M::has_catalogue_complete, &M::catalogue_complete), IsEmpty());
}

TEST_F(PluginTest, TellsHowAnActionOrAServiceRequestEnded) {
    plugin_.finish_action(1, std::string("done"));
    plugin_.finish_action(2, fail(ErrorCode::Timeout, "no answer"));
    plugin_.answer_service(3, std::string("octets"));
    plugin_.answer_service(4, fail(ErrorCode::NotFound, "no such user"));
    loop_.turn();
    const auto messages = host_.take();
    ASSERT_EQ(messages.size(), 4U);
    EXPECT_TRUE(messages[0].action_result().succeeded());
    EXPECT_EQ(messages[0].action_result().message(), "done");
    EXPECT_FALSE(messages[1].action_result().succeeded());
    EXPECT_EQ(messages[1].action_result().message(), "no answer");
    EXPECT_EQ(messages[2].service_result().response(), "octets");
    EXPECT_EQ(messages[3].service_result().error(), "no such user");
}

TEST_F(PluginTest, CutsALongLogLineBetweenTwoCharacters) {
    std::string line(999, 'x');
    plugin_.log_info(line + "°C");
    EXPECT_EQ(answer().log_record().text(), line);
    EXPECT_EQ(host_.refused, 0);
}

TEST_F(PluginTest, ReadsItsSettingsAsItsOwnMessage) {
    v1::Figure settings;  // any message will do
    settings.set_name("port");
    v1::Item item;
    item.set_id("main");
    item.set_settings(settings.SerializeAsString());
    EXPECT_EQ(settings_of<v1::Figure>(item)->name(), "port");
    item.set_settings("\x0A");
    const auto broken = settings_of<v1::Figure>(item);
    ASSERT_FALSE(broken);
    EXPECT_THAT(broken.error().message, HasSubstr("main"));
}

// ── what goes wrong ─────────────────────────────────────────────────────────────────────────────

TEST_F(PluginTest, KeepsWhatTheRuntimeCannotTakeAndSendsItLater) {
    host_.full = true;
    for (int i = 0; i < 5; ++i) {
        plugin_.publish(1, Value::integer(i));
        loop_.turn();
    }
    EXPECT_THAT(host_.take(), IsEmpty());
    host_.full = false;
    loop_.turn();
    const auto states = host_.take_all(&M::has_state_changed, &M::state_changed);
    ASSERT_EQ(states.size(), 5U);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(states[static_cast<std::size_t>(i)].value().integer(), i);
}

TEST_F(PluginTest, GivesUpWhenTheRuntimeTakesNothingForTooLong) {
    host_.full = true;
    const std::string text(4000, 'x');
    for (int i = 0; i < 5000 && !loop_.quit_called(); ++i) {
        plugin_.publish(1, Value::text(text));
        if (i % 100 == 0) loop_.turn();
    }
    EXPECT_TRUE(loop_.quit_called());
    EXPECT_EQ(plugin_.exit_code(), 1);
}

TEST_F(PluginTest, LogsAnExceptionOfAHandlerAndGivesUp) {
    plugin_.start = [this] {
        plugin_.announce({});
        throw std::runtime_error("no such device");
    };
    host_.give_hello("p");
    host_.give_committed();
    loop_.turn();
    const auto messages = host_.take();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_TRUE(messages[0].has_object_appeared());  // what was sent before leaves
    EXPECT_EQ(messages[1].log_record().level(), v1::LOG_LEVEL_ERROR);
    EXPECT_THAT(messages[1].log_record().text(), HasSubstr("no such device"));
    EXPECT_TRUE(loop_.quit_called());
    EXPECT_EQ(plugin_.exit_code(), 1);
    EXPECT_THAT(plugin_.heard(), ElementsAre("start p"));  // and nothing else is handled
}

TEST_F(PluginTest, LogsWhatIsThrownButIsNoException) {
    plugin_.start = [] { throw 42; };
    host_.give_hello("p");
    EXPECT_EQ(answer().log_record().level(), v1::LOG_LEVEL_ERROR);
    EXPECT_EQ(plugin_.exit_code(), 1);
}

// ── for who watches ─────────────────────────────────────────────────────────────────────────────

class MonitoredPlugin : public PluginTest {
 protected:
    void watch(bool watched) {
        give([&](M& m) { m.mutable_monitor_changed()->set_watched(watched); });
        loop_.turn();
    }
    static v1::MonitorRecord record(std::int64_t time_us = 7) {
        v1::MonitorRecord record;
        record.set_time_us(time_us);
        return record;
    }
};

TEST_F(MonitoredPlugin, SendsRecordsOnlyWhileSomebodyWatches) {
    plugin_.monitor(record());
    watch(true);
    EXPECT_TRUE(plugin_.monitored());
    plugin_.monitor(record());
    EXPECT_EQ(answer().monitor_record().time_us(), 7);
    watch(false);
    plugin_.monitor(record());
    loop_.turn();
    EXPECT_THAT(host_.take(), IsEmpty());
    EXPECT_THAT(plugin_.heard(), ElementsAre("watched", "watched no more"));
}

TEST_F(MonitoredPlugin, StampsARecordThatHasNoTime) {
    watch(true);
    plugin_.monitor(record(0));
    EXPECT_GT(answer().monitor_record().time_us(), 0);
}

TEST_F(MonitoredPlugin, CountsWhatIsTooMuchForOneTurn) {
    constexpr auto kMax = Recorder::kRecordsPerTurnMax;
    watch(true);
    for (std::size_t i = 0; i < kMax + 3; ++i) plugin_.monitor(record());
    loop_.turn();
    EXPECT_EQ(host_.take().size(), kMax);
    plugin_.monitor(record());
    EXPECT_EQ(answer().monitor_record().missed(), 3U);
    plugin_.monitor(record());
    EXPECT_EQ(answer().monitor_record().missed(), 0U);
}

}  // namespace
}  // namespace busbar
