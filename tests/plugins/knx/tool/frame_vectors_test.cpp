// SPDX-License-Identifier: Apache-2.0
// Frames through the command: those that other implementations decoded (frames.json, each names its
// source), and one of every service, message and refusal of our own (frame-answers.json).
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "knx/tool/frame_command.hpp"

namespace knx {
namespace {

using nlohmann::json;

json rows_of(const char* name) {
    std::ifstream file(std::string(BUSBAR_TEST_DATA "/knx/") + name);
    return json::parse(file, nullptr, false);
}

json answer(const json& row) {
    return json::parse(answer_frame_line(row["raw"].get<std::string>()));
}

const std::map<std::string, std::string> kCodes = {
    {"L_DATA_REQ", "L_Data.req"}, {"L_DATA_IND", "L_Data.ind"}, {"L_DATA_CON", "L_Data.con"}};

void expect_message(const json& got, const json& wanted) {
    EXPECT_EQ(got["code"], kCodes.at(wanted["message_code"]));
    EXPECT_EQ(got["source"], wanted["src"]);
    EXPECT_EQ(got["destination"], wanted["dst"]);
    EXPECT_EQ(got["priority"], wanted["priority"]);
    EXPECT_EQ(got["hop_count"], wanted["hop_count"]);
    EXPECT_EQ(got.value("apci", json()), wanted["apci"]);
    EXPECT_EQ(got.value("small", json()), wanted.value("small", json()));
    if (wanted.contains("data")) {
        EXPECT_EQ(got["data"], wanted["data"]);
    }
}

TEST(FrameVectors, AreExplainedAsOtherImplementationsDo) {
    const auto rows = rows_of("frames.json");
    ASSERT_GT(rows.size(), 300U);
    for (const auto& row : rows) {
        SCOPED_TRACE(row["id"].get<std::string>() + " " + row["raw"].get<std::string>());
        const auto got = answer(row);
        EXPECT_EQ(got.contains("error"), row.contains("error")) << got;
        if (row.contains("error")) continue;
        if (row["layer"] == "knxnetip") {
            EXPECT_EQ(got["service"], row["service"]);
            EXPECT_EQ(got["length"], row["total_length"]);
            EXPECT_EQ(got.value("rest", json()), row.value("rest", json()));
        }
        if (row.contains("cemi")) expect_message(got, row["cemi"]);
        if (row["layer"] == "cemi") expect_message(got, row["fields"]);
    }
}

// Every member that a row of ours names.
TEST(FrameAnswers, AreGivenForEveryServiceMessageAndRefusal) {
    const auto rows = rows_of("frame-answers.json");
    ASSERT_GT(rows.size(), 60U);
    for (const auto& row : rows) {
        SCOPED_TRACE(row["name"].get<std::string>() + " " + row["raw"].get<std::string>());
        const auto got = answer(row);
        for (const auto& [name, wanted] : row["answer"].items()) {
            EXPECT_EQ(got.value(name, json()), wanted) << name << " in " << got;
        }
        EXPECT_EQ(got.contains("error"), row["answer"].contains("error")) << got;
        EXPECT_FALSE(got.contains("cemi_error") && !row["answer"].contains("cemi")) << got;
    }
}

}  // namespace
}  // namespace knx
