// SPDX-License-Identifier: Apache-2.0
// Topics of a whole house at once: a template makes a table, a spreadsheet changes it, and the
// runtime takes it or says in which line it is wrong.
#include <gtest/gtest.h>

#include <fstream>

#include "support/busbard_process.hpp"

namespace busbar::testing {
namespace {

using Json = nlohmann::json;

Json project() {
    const auto lamp = [](const char* name) {
        return Json{{"name", name},
                    {"room", "Living room"},
                    {"virtual", {{"valueKind", "VALUE_KIND_BOOLEAN"}}}};
    };
    return {{"busbar", 1},
            {"name", "Villa"},
            {"objects", {{"lamp", lamp("Lamp #1")}, {"fan", lamp("Fan")}}},
            {"plugins",
             {{"mqtt-client",
               {{"connections", {{"house", {{"name", "House"}, {"address", "127.0.0.1"}}}}},
                {"assignments",
                 {{"old",
                   {{"connection", "house"},
                    {"object", "fan"},
                    {"reportTopic", "fan"},
                    {"tolerance", 0.5}}}}}}}}}};
}

class MqttTopics : public ::testing::Test {
 protected:
    void SetUp() override { ASSERT_TRUE(busbard_.start()); }

    // What `busbar mqtt-client …` prints and says; how it ended.
    struct Said {
        Exit exit;
        std::string out;
        std::string err;
    };
    Said say(std::vector<std::string> words) {
        words.insert(words.begin(), "mqtt-client");
        const auto program = busbard_.command(std::move(words));
        if (!program) return {{-1, 0}, "", program.error().message};
        const auto exit = (*program)->wait();
        return {exit.value_or(Exit{-1, 0}), (*program)->output(), (*program)->errors()};
    }
    std::string file(const std::string& csv) {
        std::ofstream(folder_.file("topics.csv")) << csv;
        return folder_.file("topics.csv");
    }

    TemporaryDirectory folder_;
    BusbardProcess busbard_{project()};
};

constexpr auto kHead = "object,name,room,connection,command_topic,report_topic\r\n";

TEST_F(MqttTopics, OfATemplateAreLookedAtThenImported) {
    const auto topics = say({"topics", "--connection", "house", "--command",
                             "{project}/{room}/{name}/set", "--report", "{project}/{room}/{name}"});
    EXPECT_EQ(topics.out,
              std::string(kHead) +
                  "fan,Fan,Living room,house,Villa/Living_room/Fan/set,Villa/Living_room/Fan\r\n"
                  "lamp,Lamp #1,Living room,house,Villa/Living_room/Lamp__1/set,"
                  "Villa/Living_room/Lamp__1\r\n")
        << topics.err;
    const auto imported = say({"import", file(topics.out)});
    EXPECT_EQ(imported.out, "1 added, 1 changed.\n") << imported.err;
    EXPECT_EQ(say({"export"}).out, topics.out);
    const auto old = busbard_.get("/plugins/mqtt-client/assignments/old");
    ASSERT_TRUE(old) << old.error().message;
    EXPECT_EQ((*old)["settings"]["tolerance"], 0.5);
}

TEST_F(MqttTopics, ThatAreWrongChangeNothing) {
    const auto imported = say({"import", file("object,connection,command_topic,report_topic\n"
                                              "lamp,house,,lamp\n"
                                              "fan,garden,,fan\n")});
    EXPECT_EQ(imported.exit, (Exit{1, 0}));
    EXPECT_NE(imported.err.find("topics.csv:3: error: "), std::string::npos) << imported.err;
    EXPECT_EQ(say({"export"}).out, std::string(kHead) + "fan,Fan,Living room,house,,fan\r\n");
}

TEST_F(MqttTopics, ThatWarnAreTakenWhenThatIsConfirmed) {
    const auto path = file("object,connection,command_topic,report_topic\nlamp,house,,fan\n");
    const auto refused = say({"import", path});
    EXPECT_EQ(refused.exit, (Exit{1, 0}));
    EXPECT_NE(refused.err.find("topics.csv:2: warning: 'fan' is reported on this topic too. "
                               "(report_topic_taken)"),
              std::string::npos)
        << refused.err;
    const auto taken = say({"import", path, "--confirm", "report_topic_taken"});
    EXPECT_EQ(taken.out, "1 added, 0 changed.\n") << taken.err;
}

}  // namespace
}  // namespace busbar::testing
