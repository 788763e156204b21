// SPDX-License-Identifier: Apache-2.0
// Tests of the commands, with a runtime that answers as told.
#include "mqtt-client/tool/topics_command.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace mqtt_client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::json;

class Commands : public testing::Test {
 protected:
    Ask ask() {
        return [this](const std::string& method, const std::string& target,
                      const Json& body) -> busbar::Result<Answer> {
            asked.push_back(method + ' ' + target);
            if (!body.is_null()) sent = body;
            const auto found = answers.find(target);
            if (found == answers.end()) {
                return busbar::fail(busbar::ErrorCode::Unavailable, "no runtime");
            }
            return found->second;
        };
    }
    // Two pages of one object each, and one assignment.
    void house() {
        const auto object = [](const char* id) {
            return Json{{"id", id},
                        {"name", "Lamp"},
                        {"room", "Hall"},
                        {"readable", true},
                        {"commandable", true}};
        };
        answers["/api/v1/objects?page_size=5000"] = {
            200, {{"objects", {object("a")}}, {"nextPageToken", "t"}}};
        answers["/api/v1/objects?page_size=5000&page_token=t"] = {200,
                                                                  {{"objects", {object("b")}}}};
        answers["/api/v1/project"] = {200, {{"name", "Villa"}}};
        answers["/api/v1/plugins/mqtt-client/assignments"] = {
            200,
            {{"items",
              {{{"id", "x"},
                {"settings", {{"connection", "house"}, {"object", "b"}, {"reportTopic", "b"}}}}}}}};
    }

    std::map<std::string, Answer> answers;
    std::vector<std::string> asked;
    Json sent;
    std::ostringstream out;
    std::ostringstream err;
};

constexpr auto kHead = "object,name,room,connection,command_topic,report_topic\r\n";

TEST_F(Commands, PreviewTheTopicsOfATemplate) {
    house();
    EXPECT_EQ(run_topics(ask(), {"house", "", "{project}/{id}", "", {}}, out, err), 0);
    EXPECT_EQ(out.str(),
              std::string(kHead) + "a,Lamp,Hall,house,,Villa/a\r\nb,Lamp,Hall,house,,Villa/b\r\n");
}

TEST_F(Commands, SayWhatIsWrongWithATemplate) {
    house();
    EXPECT_EQ(run_topics(ask(), {"house", "", "{room}", "", {}}, out, err), 2);
    EXPECT_EQ(err.str(),
              "busbar mqtt-client: a and b would have the same topic; {id} in the template tells "
              "them apart\n");
    EXPECT_EQ(out.str(), "");
}

TEST_F(Commands, ExportTheAssignmentsOfAConnection) {
    house();
    EXPECT_EQ(run_export(ask(), "", out, err), 0);
    EXPECT_EQ(out.str(), std::string(kHead) + "b,Lamp,Hall,house,,b\r\n");
    out.str("");
    EXPECT_EQ(run_export(ask(), "garden", out, err), 0);
    EXPECT_EQ(out.str(), kHead);
}

TEST_F(Commands, ImportAllLinesAtOnce) {
    house();
    answers["/api/v1/project:apply?confirm=same_topic,other"] = {
        200, {{"changes", {{{"kind", "add"}}, {{"kind", "change"}}, {{"kind", "add"}}}}}};
    const auto csv = "object,connection,command_topic,report_topic\na,house,a,a\nb,house,,b/new\n";
    EXPECT_EQ(run_import(ask(), csv, {"topics.csv", false, {"same_topic", "other"}}, out, err), 0);
    EXPECT_EQ(out.str(), "2 added, 1 changed.\n");
    EXPECT_EQ(err.str(), "");
    const auto& assignments = sent["plugins"]["mqtt-client"]["assignments"];
    EXPECT_EQ(assignments["a.house"]["commandTopic"], "a");
    EXPECT_EQ(assignments["x"]["reportTopic"], "b/new");
}

TEST_F(Commands, AskTheRuntimeNothingAboutAFileThatIsWrong) {
    EXPECT_EQ(run_import(ask(), "object,connection,command_topic,report_topic\na,house,,\n",
                         {"topics.csv", false, {}}, out, err),
              2);
    EXPECT_EQ(err.str(), "topics.csv:2: error: no topic\n");
    EXPECT_THAT(asked, ElementsAre());
}

TEST_F(Commands, TellWhatTheRuntimeRefusesWithItsLine) {
    house();
    answers["/api/v1/project:apply?confirm="] = {
        409,
        {{"detail", "Nothing was changed."},
         {"errors",
          {{{"pointer", "/plugins/mqtt-client/assignments/x/report_topic"},
            {"severity", "warning"},
            {"code", "report_topic_taken"},
            {"message", "'a' is reported on this topic too."}},
           {{"pointer", "/plugins/mqtt-client/assignments/a.house"},
            {"severity", "error"},
            {"code", "reference"},
            {"message", "There is no connection “house”."}}}}}};
    const auto csv = "object,connection,command_topic,report_topic\na,house,,b\nb,house,,b\n";
    EXPECT_EQ(run_import(ask(), csv, {"topics.csv", false, {}}, out, err), 1);
    EXPECT_EQ(err.str(),
              "topics.csv:2: error: There is no connection “house”. (reference)\n"
              "topics.csv:3: warning: 'a' is reported on this topic too. (report_topic_taken)\n"
              "Nothing was changed.\n");
}

TEST_F(Commands, OnlySayWhatADryRunWouldDo) {
    house();
    answers["/api/v1/project:apply?dry_run&confirm="] = {
        200, {{"changes", {{{"kind", "add"}}}}, {"problems", Json::array()}}};
    const auto csv = "object,connection,command_topic,report_topic\na,house,,a\n";
    EXPECT_EQ(run_import(ask(), csv, {"topics.csv", true, {}}, out, err), 0);
    EXPECT_EQ(out.str(), "1 would be added, 0 would be changed.\n");
}

TEST_F(Commands, SayWhenThereIsNoRuntime) {
    EXPECT_EQ(run_export(ask(), "", out, err), 3);
    EXPECT_THAT(err.str(), HasSubstr("no runtime"));
}

}  // namespace
}  // namespace mqtt_client
