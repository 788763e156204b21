// SPDX-License-Identifier: Apache-2.0
// Main types 10, 11 and 19: time of day, date, and both.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Label kDay[] = {{0, "no_day"},   {1, "monday"}, {2, "tuesday"},  {3, "wednesday"},
                          {4, "thursday"}, {5, "friday"}, {6, "saturday"}, {7, "sunday"}};
constexpr Label kDayOfWeek[] = {{0, "any_day"},  {1, "monday"}, {2, "tuesday"},  {3, "wednesday"},
                                {4, "thursday"}, {5, "friday"}, {6, "saturday"}, {7, "sunday"}};

constexpr FieldSpec kTimeOfDay[] = {
    enumeration(3, kDay).named("day").or_else(0),
    unsigned_bits(5).named("hour").within(0, 23),
    reserved(2),
    unsigned_bits(6).named("minutes").within(0, 59),
    reserved(2),
    unsigned_bits(6).named("seconds").within(0, 59),
};

constexpr FieldSpec kDate[] = {
    reserved(3), unsigned_bits(5).named("day").within(1, 31),
    reserved(4), unsigned_bits(4).named("month").within(1, 12),
    reserved(1), make_field(Form::TwoDigitYear, 7).named("year"),
};

// The mask bits of 19.001, counted from the payload's last; set means: not valid.
constexpr std::int8_t kNoWorkingDay = 13;
constexpr std::int8_t kNoYear = 12;
constexpr std::int8_t kNoDate = 11;
constexpr std::int8_t kNoDayOfWeek = 10;
constexpr std::int8_t kNoTime = 9;

constexpr FieldSpec kDateTime[] = {
    unsigned_bits(8).plus(1900).named("year").valid_if_clear(kNoYear),
    reserved(4),
    unsigned_bits(4).named("month").within(1, 12).valid_if_clear(kNoDate),
    reserved(3),
    unsigned_bits(5).named("day").within(1, 31).valid_if_clear(kNoDate),
    enumeration(3, kDayOfWeek).named("day_of_week").valid_if_clear(kNoDayOfWeek),
    unsigned_bits(5).named("hour").within(0, 24).valid_if_clear(kNoTime),
    reserved(2),
    unsigned_bits(6).named("minutes").within(0, 59).valid_if_clear(kNoTime),
    reserved(2),
    unsigned_bits(6).named("seconds").within(0, 59).valid_if_clear(kNoTime),
    flag().named("fault").or_else(0),
    flag().named("working_day").valid_if_clear(kNoWorkingDay),
    reserved(5),  // the mask
    flag().named("dst").or_else(0),
    flag().named("external_sync").or_else(0),
    flag().named("source_reliable").or_else(0),
    reserved(6),
};

constexpr Dpt kRows[] = {
    {{10, 1}, "DPT_TimeOfDay", kTimeOfDay},
    {{11, 1}, "DPT_Date", kDate},
    {{19, 1}, "DPT_DateTime", kDateTime},
};

}  // namespace

std::span<const Dpt> dpt_time() { return kRows; }

}  // namespace knx
