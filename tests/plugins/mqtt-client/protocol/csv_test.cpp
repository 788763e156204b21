// SPDX-License-Identifier: Apache-2.0
// Tests of rows, read and written.
#include "protocol/csv.hpp"

#include <gmock/gmock.h>

namespace mqtt_client {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using Fields = std::vector<std::string>;

struct Read {
    const char* name;
    std::string text;
    std::vector<Fields> rows;
};

class Csv : public testing::TestWithParam<Read> {};

TEST_P(Csv, ReadsRows) {
    std::vector<Fields> rows;
    for (const auto& row : read_csv(GetParam().text)) {
        EXPECT_EQ(row.error, "");
        rows.push_back(row.fields);
    }
    EXPECT_EQ(rows, GetParam().rows);
}

INSTANTIATE_TEST_SUITE_P(
    Files, Csv,
    testing::Values(Read{"Nothing", "", {}},
                    Read{"Plain", "a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
                    Read{"WithoutALastLineEnd", "a,b\nc,d", {{"a", "b"}, {"c", "d"}}},
                    Read{"CarriageReturnAtTheEnd", "a,b\r", {{"a", "b"}}},
                    Read{"Quoted", R"("a","b")", {{"a", "b"}}},
                    Read{"QuoteInQuotes", R"("a ""b""",c)", {{R"(a "b")", "c"}}},
                    Read{"CommaInQuotes", R"("a,b",c)", {{"a,b", "c"}}},
                    Read{"LineEndInQuotes", "\"a\r\nb\",c\r\nd,e", {{"a\r\nb", "c"}, {"d", "e"}}},
                    Read{"EmptyFields", ",\r\n,,", {{"", ""}, {"", "", ""}}},
                    Read{"EmptyLines", "a,b\r\n\r\n\nc,d\n\n", {{"a", "b"}, {"c", "d"}}},
                    Read{"BlanksBelongToTheField", " a , b", {{" a ", " b"}}},
                    Read{"ByteOrderMark",
                         "\xEF\xBB\xBF"
                         "a,b",
                         {{"a", "b"}}},
                    Read{"Semicolons", "a;b\nc,c;d", {{"a", "b"}, {"c,c", "d"}}},
                    Read{"Tabs", "a\tb\nc;c\td", {{"a", "b"}, {"c;c", "d"}}},
                    Read{"OneColumn", "a\nb", {{"a"}, {"b"}}}),
    [](const auto& param) { return param.param.name; });

TEST(CsvFile, GoesOnBehindALineThatIsWrong) {
    const auto rows = read_csv("a,b\n1,x\"y\n2,\"z\"z\n3,\xFF\n4,ok\n5,\"never\n6,lost\n");
    ASSERT_THAT(rows, SizeIs(7));
    EXPECT_EQ(rows[1].error, "a quote inside of a field without quotes around it");
    EXPECT_EQ(rows[2].error, "a text behind the quote that ends a field");
    EXPECT_EQ(rows[3].error, "not UTF-8");
    EXPECT_EQ(rows[4].error, "");
    EXPECT_EQ(rows[5].error, "a quote that never ends");
    EXPECT_EQ(rows[6].error, "");
    EXPECT_EQ(rows[6].line, 7U);
}

TEST(CsvFile, CountsTheLinesOfAFieldToo) {
    const auto rows = read_csv("a,b\r\n\"1\r\n1\r\n1\",x\r\n\r\n2,y\r\n");
    ASSERT_THAT(rows, SizeIs(3));
    EXPECT_EQ(rows[1].line, 2U);
    EXPECT_EQ(rows[2].line, 6U);
}

TEST(CsvFile, WritesQuotesWhereTheyAreNeeded) {
    std::string text = "head\r\n";
    write_csv({"plain", "a,b", "say \"x\"", " blank", "two\nlines", ""}, text);
    EXPECT_EQ(text, "head\r\nplain,\"a,b\",\"say \"\"x\"\"\",\" blank\",\"two\nlines\",\r\n");
}

}  // namespace
}  // namespace mqtt_client
