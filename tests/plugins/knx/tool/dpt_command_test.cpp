// SPDX-License-Identifier: Apache-2.0
// `busbar knx dpt`: one JSON line in, one out.
#include "knx/tool/dpt_command.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace knx {
namespace {

using nlohmann::json;

json answer(std::string_view line) { return json::parse(answer_dpt_line(line)); }

TEST(DptCommand, DecodesWithUnitAndText) {
    EXPECT_EQ(answer(R"({"op":"decode","dpt":"9.001","raw":"0c1a"})"),
              json({{"value", 21.0}, {"text", "21 °C"}, {"unit", "°C"}}));
    EXPECT_EQ(answer(R"({"op":"decode","dpt":"20.102","raw":"01"})"),
              json({{"value", 1}, {"text", "comfort"}, {"unit", ""}}));
}

TEST(DptCommand, EncodesAndSaysWhatWillBeRead) {
    EXPECT_EQ(answer(R"({"op":"encode","dpt":"5.001","value":33.4})"),
              json({{"raw", "55"}, {"text", "33.3 %"}, {"unit", "%"}}));
}

TEST(DptCommand, TakesAndGivesStructuresAsObjects) {
    const auto colour = R"({"op":"encode","dpt":"251.600","value":{"red":1,"white":null}})";
    EXPECT_EQ(answer(colour)["raw"], "010000000008");
    EXPECT_EQ(answer(R"({"op":"decode","dpt":"251.600","raw":"010000000008"})")["value"],
              json({{"red", 1}, {"green", nullptr}, {"blue", nullptr}, {"white", nullptr}}));
}

TEST(DptCommand, GivesMainTypesWithoutSubtypeAsOctets) {
    EXPECT_EQ(answer(R"({"op":"decode","dpt":"22","raw":"12AB"})")["value"], "12ab");
    EXPECT_EQ(answer(R"({"op":"encode","dpt":"22","value":"12AB"})")["raw"], "12ab");
}

TEST(DptCommand, RepeatsTheId) {
    EXPECT_EQ(answer(R"({"id":7,"op":"decode","dpt":"1.001","raw":"01"})")["id"], 7);
    EXPECT_EQ(answer(R"({"id":"a","op":"decode","dpt":"1.001","raw":"02"})")["id"], "a");
}

struct Row {
    const char* name;
    const char* line;
    const char* error;
};

class DptCommandRefusal : public testing::TestWithParam<Row> {};

TEST_P(DptCommandRefusal, HasAWordAndASentence) {
    const auto refusal = answer(GetParam().line);
    EXPECT_EQ(refusal.value("error", ""), GetParam().error) << refusal;
    EXPECT_FALSE(refusal.value("message", "").empty());
    EXPECT_FALSE(refusal.contains("value"));
    EXPECT_FALSE(refusal.contains("raw"));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, DptCommandRefusal,
    testing::Values(Row{"NoJson", "decode 9.001", "json"},
                    Row{"HalfJson", R"({"op":"decode")", "json"}, Row{"NotAnObject", "[]", "json"},
                    Row{"NotUtf8", "{\"op\":\"\xFF\"}", "json"},
                    Row{"NoDpt", R"({"op":"decode","raw":"00"})", "request"},
                    Row{"DptAsNumber", R"({"op":"decode","dpt":9.001,"raw":"0000"})", "request"},
                    Row{"NoOp", R"({"dpt":"9.001","raw":"0000"})", "request"},
                    Row{"OtherOp", R"({"op":"guess","dpt":"9.001","raw":"0000"})", "request"},
                    Row{"OpAsNumber", R"({"op":1,"dpt":"9.001","raw":"0000"})", "request"},
                    Row{"NoRaw", R"({"op":"decode","dpt":"9.001"})", "request"},
                    Row{"RawAsNumber", R"({"op":"decode","dpt":"9.001","raw":12})", "request"},
                    Row{"NoValue", R"({"op":"encode","dpt":"9.001"})", "request"},
                    Row{"UnknownDpt", R"({"op":"decode","dpt":"9.999","raw":"0000"})", "dpt"},
                    Row{"NoDptNumber", R"({"op":"decode","dpt":"nine","raw":"0000"})", "dpt"},
                    Row{"OddHex", R"({"op":"decode","dpt":"9.001","raw":"0c1"})", "hex"},
                    Row{"NoHex", R"({"op":"decode","dpt":"9.001","raw":"zz00"})", "hex"},
                    Row{"ShortPayload", R"({"op":"decode","dpt":"9.001","raw":"0c"})", "length"},
                    Row{"NoPayload", R"({"op":"decode","dpt":"1.001","raw":""})", "length"},
                    Row{"WidePayload", R"({"op":"decode","dpt":"1.001","raw":"02"})", "bits"},
                    Row{"InvalidFloat", R"({"op":"decode","dpt":"9.001","raw":"7fff"})", "value"},
                    Row{"OutOfRange", R"({"op":"encode","dpt":"9.001","value":-300})", "value"},
                    Row{"NullValue", R"({"op":"encode","dpt":"9.001","value":null})", "value"},
                    Row{"ArrayValue", R"({"op":"encode","dpt":"9.001","value":[21]})", "value"},
                    Row{"OverflowingInteger",
                        R"({"op":"encode","dpt":"29.010","value":-9223372036854775809})", "value"},
                    Row{"HugeNumber", R"({"op":"encode","dpt":"14.056","value":1e999})", "json"}),
    [](const auto& row) { return row.param.name; });

TEST(DptCommand, AnswersEveryLineAndGoesOnAfterAMistake) {
    std::istringstream input(
        "nonsense\n\n  \r\n"
        "{\"op\":\"decode\",\"dpt\":\"1.001\",\"raw\":\"01\"}\r\n"
        "{\"op\":\"decode\",\"dpt\":\"1.008\",\"raw\":\"01\"}");
    std::ostringstream output;
    run_dpt_command(input, output);
    std::istringstream lines(output.str());
    std::vector<json> answers;
    for (std::string line; std::getline(lines, line);) answers.push_back(json::parse(line));
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_EQ(answers[0]["error"], "json");
    EXPECT_EQ(answers[1]["text"], "on");
    EXPECT_EQ(answers[2]["text"], "down");
}

TEST(DptCommand, ListsEveryTypeWithWhatTheBusKnowsOfIt) {
    std::ostringstream output;
    list_dpts(output);
    std::istringstream lines(output.str());
    json percent;
    json dimming;
    for (std::string line; std::getline(lines, line);) {
        const auto type = json::parse(line);
        if (type["dpt"] == "5.001") percent = type;
        if (type["dpt"] == "3.007") dimming = type;
    }
    EXPECT_EQ(percent["kind"], "number");
    EXPECT_EQ(percent["max"], 100);
    EXPECT_EQ(percent["representation"], "percent");
    EXPECT_EQ(dimming["event"], true);
    EXPECT_EQ(dimming["fields"], json({"control", "step_code"}));
}

}  // namespace
}  // namespace knx
