// SPDX-License-Identifier: Apache-2.0
// Tables for people.
#include "cli/table.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(Table, ColumnsAreAsWideAsTheirWidestCell) {
    Table table({"OBJECT", "STATE", "NOTE"});
    table.add({"lamp", "on", ""});
    table.add({"outside-temperature", "21.5 °C", "cold"});
    EXPECT_EQ(table.text(),
              "OBJECT               STATE    NOTE\n"
              "lamp                 on\n"
              "outside-temperature  21.5 °C  cold\n");
}

TEST(Table, CountsCharactersAndNotOctets) {
    Table table({"A", "B"});
    table.add({"Küche", "x"});
    table.add({"Kueche", "y"});
    EXPECT_EQ(table.text(), "A       B\nKüche   x\nKueche  y\n");
}

TEST(Table, LetsNothingPlayWithTheTerminal) {
    EXPECT_EQ(printable("a\x1b[2Jb\nc\x7f"), "a?[2Jb?c?");
    EXPECT_EQ(printable("\xC2\x9B"), "?");
    EXPECT_EQ(printable("21.5 °C"), "21.5 °C");
}

TEST(Table, KeepsTheLinesOfAText) {
    EXPECT_EQ(printable_lines("one\ntw\x1bo\n"), "one\ntw?o\n");
    EXPECT_EQ(printable_lines("one"), "one");
    EXPECT_EQ(printable_lines(""), "");
}

TEST(Table, ShortensByCharacters) {
    EXPECT_EQ(shortened("Küche", 5), "Küche");
    EXPECT_EQ(shortened("Küchen", 5), "Küch…");
}

}  // namespace
}  // namespace busbar
