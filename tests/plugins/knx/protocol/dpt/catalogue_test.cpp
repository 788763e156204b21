// SPDX-License-Identifier: Apache-2.0
// Catalogue: every subtype is found by its number, and none twice.
#include <gtest/gtest.h>

#include <set>

#include "knx/protocol/dpt/dpt.hpp"
#include "knx/protocol/dpt/words.hpp"

namespace knx {
namespace {

using busbar::ErrorCode;

TEST(DptNumber, IsReadWithAndWithoutLeadingZeros) {
    EXPECT_EQ(parse_dpt_number("9.001"), (DptNumber{9, 1}));
    EXPECT_EQ(parse_dpt_number("9.1"), (DptNumber{9, 1}));
    EXPECT_EQ(parse_dpt_number("13.1200"), (DptNumber{13, 1200}));
    EXPECT_EQ(parse_dpt_number("14.000"), (DptNumber{14, 0}));
    EXPECT_EQ(parse_dpt_number("9"), (DptNumber{9, DptNumber::kAnySub}));
}

TEST(DptNumber, IsRefusedWhenItIsNone) {
    for (const auto* text : {"", ".", "9.", ".001", "9.x", "x.001", "-9.001", "9.001.1", "9 .001",
                             "0.001", "70000.1", "9.65535", "9.65536", "DPST-9-1"}) {
        const auto number = parse_dpt_number(text);
        ASSERT_FALSE(number) << text;
        EXPECT_EQ(number.error().code, ErrorCode::InvalidArgument) << text;
    }
}

TEST(DptNumber, IsWrittenWithThreeDigits) {
    EXPECT_EQ(to_string(DptNumber{9, 1}), "9.001");
    EXPECT_EQ(to_string(DptNumber{20, 1219}), "20.1219");
    EXPECT_EQ(to_string(DptNumber{9}), "9");
}

TEST(Catalogue, HasTheMasterTableAndFourMore) {
    std::size_t subtypes = 0;
    for (const auto* dpt : all_dpts()) subtypes += dpt->number.sub != DptNumber::kAnySub ? 1 : 0;
    EXPECT_EQ(subtypes, 331U + 4U);  // 1.1200, 1.1201, 243.600 and 253.600 are newer
}

TEST(Catalogue, HasEveryNumberOnce) {
    std::set<std::string> numbers;
    for (const auto* dpt : all_dpts()) {
        EXPECT_TRUE(numbers.insert(to_string(dpt->number)).second) << to_string(dpt->number);
        EXPECT_EQ(find_dpt(to_string(dpt->number)), dpt);
    }
}

TEST(Catalogue, HasOnlySoundRows) {
    for (const auto* dpt : all_dpts()) {
        const auto number = to_string(dpt->number);
        EXPECT_FALSE(dpt->name.empty()) << number;
        EXPECT_TRUE(dpt->bits() < 8 || dpt->bits() % 8 == 0) << number << ' ' << dpt->bits();
        for (const auto& spec : dpt->layout()) {
            EXPECT_GT(spec.bits, 0) << number;
            EXPECT_TRUE(spec.is_text() || spec.is_octets() || spec.bits <= 64) << number;
            EXPECT_EQ(spec.form == Form::Enumeration,
                      !spec.labels.empty() && spec.form != Form::Flag)
                << number;
            for (const auto& label : spec.labels) {
                EXPECT_LT(label.code, 1U << spec.bits) << number << ' ' << label.text;
            }
            EXPECT_LT(spec.valid_bit, static_cast<int>(dpt->bits())) << number;
        }
    }
}

TEST(Catalogue, HasAtMost32FieldsAndTheirNamesAreDifferentWords) {
    for (const auto* dpt : all_dpts()) {
        std::vector<std::string_view> names;
        for (const auto& spec : dpt->members) {
            if (spec.form == Form::Reserved) continue;
            ASSERT_FALSE(spec.name.empty()) << to_string(dpt->number);
            for (const auto name : names) {
                EXPECT_FALSE(same_word(name, spec.name)) << to_string(dpt->number) << ' ' << name;
            }
            names.push_back(spec.name);
        }
        EXPECT_LE(names.size(), 32U) << to_string(dpt->number);  // the contract's limit
    }
}

TEST(Catalogue, TakesTheGenericFormForAMainType) {
    EXPECT_EQ(find_dpt("9").value()->value.unit, "");
    EXPECT_EQ(find_dpt("9").value()->octets(), 2U);
    EXPECT_EQ(find_dpt("22").value()->value.form, Form::Octets);
}

TEST(Catalogue, TakesTheOnlySubtypeForAMainType) {
    EXPECT_EQ(to_string(find_dpt("10").value()->number), "10.001");
    EXPECT_EQ(to_string(find_dpt("232").value()->number), "232.600");
}

TEST(Catalogue, KnowsAFormForEveryMainType) {
    for (const auto* dpt : all_dpts()) {
        const auto generic = find_dpt(DptNumber{dpt->number.main});
        ASSERT_TRUE(generic) << dpt->number.main;
        EXPECT_EQ(generic.value()->octets(), dpt->octets()) << to_string(dpt->number);
    }
}

TEST(Catalogue, SaysWhichTypeItLacks) {
    EXPECT_EQ(find_dpt("9.999").error().code, ErrorCode::NotFound);
    EXPECT_EQ(find_dpt("31").error().message, "datapoint type 31 is not known");
}

}  // namespace
}  // namespace knx
