// SPDX-License-Identifier: Apache-2.0
// The commands against a real runtime's API.
#include "cli/commands.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

#include "runtime/admin/admin_house.hpp"

namespace busbar {
namespace {

// A reader that leaves after some lines, as `head` does: that ends a command that goes on.
class FewLines : public std::streambuf {
 public:
    explicit FewLines(int lines) : left_(lines) {}
    [[nodiscard]] bool full() const { return full_; }
    [[nodiscard]] const std::string& text() const { return text_; }

 protected:
    int overflow(int c) override {
        if (c == '\n' && --left_ < 0) full_ = true;
        if (full_) return EOF;
        text_ += static_cast<char>(c);
        return c;
    }

 private:
    int left_;
    std::string text_;
    std::atomic<bool> full_ = false;  // the test's thread asks
};

class CommandsTest : public ::testing::Test {
 protected:
    CommandsTest() {
        house_.open(AdminHouse::With::Plugin);
        house_.make_virtual("lamp", {{"valueKind", "VALUE_KIND_BOOLEAN"}});
    }
    std::string out() {
        auto text = out_.str();
        out_.str("");
        return text;
    }
    std::string file(const std::string& name, const std::string& text) {
        const auto path = house_.folder() + '/' + name;
        std::ofstream(path) << text;
        return path;
    }
    AdminHouse house_;
    std::ostringstream out_;
    std::ostringstream err_;
    Session session_{Client(house_.socket()), false, false, out_, err_};
    Session json_{Client(house_.socket()), true, false, out_, err_};
};

TEST_F(CommandsTest, StatusIsASentenceAndATable) {
    EXPECT_EQ(run_status(session_), ExitCode::Done);
    const auto text = out();
    EXPECT_TRUE(text.starts_with("Busbar ")) << text;
    EXPECT_NE(text.find(", 1 object.\n"), std::string::npos) << text;
    EXPECT_NE(text.find("\ngood    running"), std::string::npos) << text;
}

TEST_F(CommandsTest, SetWaitsForTheResult) {
    EXPECT_EQ(run_set(session_, "lamp", "on", 5000), ExitCode::Done);
    EXPECT_EQ(out(), "lamp: on, confirmed\n");
    EXPECT_EQ(run_set(session_, "lamp", "0", 5000), ExitCode::Done);
    EXPECT_EQ(out(), "lamp: off, confirmed\n");
    EXPECT_EQ(run_set(session_, "lamp", "maybe", 5000), ExitCode::Refused);
    EXPECT_EQ(run_set(session_, "none", "on", 5000), ExitCode::Refused);
    EXPECT_NE(err_.str().find("the object takes on or off, not 'maybe'"), std::string::npos)
        << err_.str();
}

TEST_F(CommandsTest, ObjectsAreATableOrJson) {
    (void)run_set(session_, "lamp", "on", 5000);
    (void)out();
    EXPECT_EQ(run_objects(session_, "", false), ExitCode::Done);
    EXPECT_NE(out().find("lamp    lamp        virtual  on     good"), std::string::npos);
    EXPECT_EQ(run_objects(json_, "LAM", false), ExitCode::Done);
    EXPECT_EQ(Json::parse(out()).at("objects").at(0).at("state").at("value"), true);
    EXPECT_EQ(run_objects(session_, "none", false), ExitCode::Done);
    EXPECT_EQ(out(), "There are no such objects.\n");
}

TEST_F(CommandsTest, MonitorPrintsStatesWithTheirCause) {
    FewLines lines(3);
    std::ostream out(&lines);
    Session session{Client(house_.socket()), false, false, out, err_};
    std::thread watching([&] { (void)run_monitor(session, ""); });
    for (bool on = false; !lines.full(); on = !on) {
        house_.ask("PUT", "/api/v1/objects/lamp/state", {{"value", on}});
    }
    watching.join();
    EXPECT_NE(lines.text().find("lamp  on"), std::string::npos) << lines.text();
    EXPECT_NE(lines.text().find("good  admin, trace "), std::string::npos) << lines.text();
}

TEST_F(CommandsTest, PluginsAndItemsAreShown) {
    house_.ask("POST", "/api/v1/plugins/good/lamps",
               {{"id", "one"}, {"settings", {{"object", "kitchen"}}}});
    EXPECT_EQ(run_items(session_, "good", "lamps"), ExitCode::Done);
    EXPECT_NE(out().find("object=kitchen"), std::string::npos);
    EXPECT_EQ(run_items(session_, "good", ""), ExitCode::Done);
    EXPECT_TRUE(out().starts_with("lamps:\n"));
    EXPECT_EQ(run_items(json_, "good", ""), ExitCode::Done);
    EXPECT_EQ(Json::parse(out()).at("lamps").at(0).at("id"), "one");
    EXPECT_EQ(run_items(session_, "none", ""), ExitCode::Refused);
    EXPECT_EQ(run_plugins(session_), ExitCode::Done);
    EXPECT_NE(out().find("good    Good  1.0.0    running"), std::string::npos);
    EXPECT_EQ(run_action(session_, {"good", "lamps", "one", "blink", {"times=3"}}), ExitCode::Done);
    EXPECT_EQ(out(), "one: did blink\n");
    EXPECT_EQ(run_action(session_, {"good", "lamps", "two", "blink", {}}), ExitCode::Refused);
    EXPECT_EQ(run_plugin(session_, "restart", "good"), ExitCode::Done);
    EXPECT_EQ(out(), "good: running\n");
}

TEST_F(CommandsTest, ApplyShowsTheDifferenceAndIsIdempotent) {
    Apply apply;
    apply.file = file("p.json", R"({"busbar": 1, "objects": {"lamp": {"name": "Lamp",
        "virtual": {"valueKind": "VALUE_KIND_BOOLEAN"}}, "pump": {"name": "Pump"}}})");
    apply.dry_run = true;
    EXPECT_EQ(run_apply(session_, apply), ExitCode::Done);
    EXPECT_EQ(out(),
              "~ /objects/lamp\n    name: \"Lamp\"\n+ /objects/pump\n    name: \"Pump\"\n"
              "2 changes would be made.\n");
    apply.dry_run = false;
    EXPECT_EQ(run_apply(session_, apply), ExitCode::Done);
    EXPECT_NE(out().find("2 changes made.\n"), std::string::npos);
    EXPECT_EQ(run_apply(session_, apply), ExitCode::Done);
    EXPECT_EQ(out(), "Nothing to change.\n");
}

TEST_F(CommandsTest, ApplyOfAWrongFileSaysWhereAndChangesNothing) {
    Apply apply;
    apply.file = file("p.json", R"({"busbar": 1, "objects": {"pump": {"nam": "Pump"}}})");
    EXPECT_EQ(run_apply(session_, apply), ExitCode::Refused);
    EXPECT_NE(err_.str().find("error /objects/pump/nam: "), std::string::npos) << err_.str();
    apply.dry_run = true;
    EXPECT_EQ(run_apply(session_, apply), ExitCode::Refused);
    apply.file = file("q.json", "{");
    EXPECT_EQ(run_apply(session_, apply), ExitCode::Usage);
}

TEST_F(CommandsTest, TheExportCanBeApplied) {
    const auto path = house_.folder() + "/export.json";
    EXPECT_EQ(run_export(session_, path), ExitCode::Done);
    Apply apply;
    apply.file = path;
    EXPECT_EQ(run_apply(session_, apply), ExitCode::Done);
    EXPECT_EQ(out(), "Nothing to change.\n");
    EXPECT_EQ(run_export(session_, ""), ExitCode::Done);
    EXPECT_EQ(Json::parse(out()).at("busbar"), 1);
    EXPECT_EQ(run_export(session_, house_.folder() + "/none/x"), ExitCode::Refused);
}

TEST_F(CommandsTest, LogsAreLines) {
    EXPECT_EQ(run_logs(session_, 1, false), ExitCode::Done);
    const auto text = out();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
    EXPECT_EQ(run_logs(json_, 1, false), ExitCode::Done);
    EXPECT_TRUE(Json::parse(out()).contains("text"));
}

TEST_F(CommandsTest, ARuntimeThatStopsEndsWhatGoesOn) {
    ExitCode code = ExitCode::Done;
    std::thread watching([&] { code = run_objects(session_, "", true); });
    HttpLine other(house_.socket());
    other.send("GET /api/v1/events HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_TRUE(other.read_until("resync"));
    house_.stop();
    watching.join();
    EXPECT_EQ(code, ExitCode::NotReachable);
}

}  // namespace
}  // namespace busbar
