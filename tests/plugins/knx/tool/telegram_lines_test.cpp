// SPDX-License-Identifier: Apache-2.0
// TelegramLines: the same record as a table, as CSV and as JSON.
#include "knx/tool/telegram_lines.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace knx {
namespace {

using nlohmann::json;

const json kRecord = {{"plugin", "knx"},
                      {"time", "2026-03-01T12:34:56.789012Z"},
                      {"columns",
                       {{"direction", "in"},
                        {"interface", "main"},
                        {"source", "1.1.5"},
                        {"destination", "1/2/3"},
                        {"service", "write"},
                        {"raw", "0c1a"},
                        {"type", "9.001"},
                        {"value", 21.0},
                        {"text", "21 °C"},
                        {"object", "kitchen"}}}};

TEST(TelegramLines, IsATableWhoseColumnsKeepTheirPlace) {
    TelegramLines lines(LineFormat::Table);
    const auto head = lines.head();
    const auto line = lines.line(kRecord);
    EXPECT_EQ(line.find("main"), head.find("INTERFACE")) << head << '\n' << line;
    EXPECT_NE(line.find("1.1.5   1/2/3        write    0c1a  9.001  21 °C  kitchen"),
              std::string::npos)
        << line;
}

TEST(TelegramLines, MarksWhatWeSaidOurselves) {
    auto record = kRecord;
    record["columns"]["direction"] = "out";
    TelegramLines lines(LineFormat::Table);
    EXPECT_NE(lines.line(record).find("1.1.5 (us)"), std::string::npos);
}

TEST(TelegramLines, ShowsATerminalNothingItCouldObey) {
    auto record = kRecord;
    record["columns"]["text"] = "\x1b[2J\r\n";
    TelegramLines lines(LineFormat::Table);
    EXPECT_NE(lines.line(record).find("?[2J??"), std::string::npos);
}

TEST(TelegramLines, IsCsvWithEveryColumn) {
    TelegramLines lines(LineFormat::Csv);
    EXPECT_EQ(lines.head(),
              "time,direction,interface,source,destination,service,raw,type,value,text,object");
    EXPECT_EQ(lines.line(kRecord),
              "2026-03-01T12:34:56.789012Z,in,main,1.1.5,1/2/3,write,0c1a,9.001,21.0,21 °C,"
              "kitchen");
    auto record = kRecord;
    record["columns"]["text"] = "say \"hi\", you";
    record["columns"].erase("value");
    EXPECT_NE(lines.line(record).find(",9.001,,\"say \"\"hi\"\", you\",kitchen"),
              std::string::npos);
}

TEST(TelegramLines, IsOneJsonLineInTheOrderOfTheColumns) {
    TelegramLines lines(LineFormat::Json);
    EXPECT_EQ(lines.head(), "");
    EXPECT_EQ(lines.line(kRecord),
              R"({"time":"2026-03-01T12:34:56.789012Z","direction":"in","interface":"main",)"
              R"("source":"1.1.5","destination":"1/2/3","service":"write","raw":"0c1a",)"
              R"("type":"9.001","value":21.0,"text":"21 °C","object":"kitchen"})");
}

TEST(TelegramLines, HasNotesWhereTheyHaveAPlace) {
    EXPECT_EQ(TelegramLines(LineFormat::Table).note("3 telegrams not shown", 3),
              "-- 3 telegrams not shown");
    EXPECT_EQ(TelegramLines(LineFormat::Csv).note("3 telegrams not shown", 3), "");
    EXPECT_EQ(TelegramLines(LineFormat::Json).note("3 telegrams not shown", 3),
              R"({"missed":3,"note":"3 telegrams not shown"})");
}

TEST(TelegramLines, LeavesATimeAloneThatItDoesNotUnderstand) {
    EXPECT_EQ(clock_text("soon"), "soon");
    EXPECT_EQ(clock_text("2026-03-01T12:34:56.789012Z").size(), 12U);
    EXPECT_TRUE(clock_text("2026-03-01T12:34:56.789012Z").ends_with(":56.789"));
}

}  // namespace
}  // namespace knx
