// SPDX-License-Identifier: Apache-2.0
// What a payload says is what is written back, for every type: all payloads of the small ones,
// random ones of the large.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "knx/protocol/dpt/dpt.hpp"

namespace knx {
namespace {

using busbar::Bytes;
using busbar::Value;

// Characters that ASCII lacks are read as U+FFFD and written as '?'.
bool has_foreign_characters(const Dpt& dpt, const Bytes& payload) {
    return dpt.value.form == Form::Ascii &&
           std::ranges::any_of(payload, [](std::uint8_t octet) { return octet > 0x7F; });
}

// Equal payloads are not asked for: reserved bits, fields without validity and larger exponents
// than needed are read and not written.
void expect_round_trip(const Dpt& dpt, const Bytes& payload) {
    const auto value = decode(dpt, payload);
    if (!value || has_foreign_characters(dpt, payload)) return;  // judged elsewhere
    const auto place = [&] { return to_string(dpt.number) + ' ' + to_string(*value); };
    const auto written = encode(dpt, *value);
    ASSERT_TRUE(written) << place() << ": " << written.error().message;
    ASSERT_EQ(decode(dpt, *written), *value) << place();
    ASSERT_EQ(encode(dpt, shortest(dpt, *value)), *written) << place();
}

TEST(EveryDpt, OfOneOctetWritesWhatItReads) {
    for (const auto* dpt : all_dpts()) {
        for (unsigned raw = 0; raw < 256 && dpt->octets() == 1; ++raw) {
            expect_round_trip(*dpt, {static_cast<std::uint8_t>(raw)});
            if (HasFatalFailure()) return;
        }
    }
}

// Every payload of each format, every 17th of the subtypes that share it.
TEST(EveryDpt, OfTwoOctetsWritesWhatItReads) {
    for (const auto* dpt : all_dpts()) {
        const auto step = dpt->number.sub == DptNumber::kAnySub ? 1U : 17U;
        for (unsigned raw = 0; raw < 65536 && dpt->octets() == 2; raw += step) {
            expect_round_trip(
                *dpt, {static_cast<std::uint8_t>(raw >> 8U), static_cast<std::uint8_t>(raw)});
            if (HasFatalFailure()) return;
        }
    }
}

TEST(EveryDpt, OfMoreBitsWritesWhatItReads) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::uniform_int_distribution<unsigned> octet(0, 255);
    for (const auto* dpt : all_dpts()) {
        for (int round = 0; round < 300 && dpt->octets() > 2; ++round) {
            Bytes payload(dpt->octets());
            for (auto& part : payload) part = static_cast<std::uint8_t>(octet(random));
            // Small octets reach the fields that random ones hardly ever hit.
            if (round % 2 == 1) {
                for (auto& part : payload) part &= static_cast<std::uint8_t>(octet(random) & 0x0FU);
            }
            expect_round_trip(*dpt, payload);
            if (HasFatalFailure()) return;
        }
    }
}

TEST(EveryDpt, RefusesPayloadsOfAnyOtherLength) {
    for (const auto* dpt : all_dpts()) {
        if (dpt->value.variable_length) continue;
        for (const std::size_t size : {std::size_t{0}, dpt->octets() - 1, dpt->octets() + 1}) {
            EXPECT_FALSE(decode(*dpt, Bytes(size, 0))) << to_string(dpt->number) << ' ' << size;
        }
    }
}

TEST(EveryDpt, RefusesAnEmptyValue) {
    for (const auto* dpt : all_dpts()) {
        EXPECT_FALSE(encode(*dpt, Value())) << to_string(dpt->number);
    }
}

}  // namespace
}  // namespace knx
