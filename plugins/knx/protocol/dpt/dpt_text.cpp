// SPDX-License-Identifier: Apache-2.0
// Main types 4, 16, 24, 28 and 234: characters and texts.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

// 24 and 28 end at their NUL; the ETS master table gives them room for 39 octets.
constexpr Dpt kRows[] = {
    {{4, 1}, "DPT_Char_ASCII", text(Form::Ascii, 1)},
    {{4, 2}, "DPT_Char_8859_1", text(Form::Latin1, 1)},
    {{16, 0}, "DPT_String_ASCII", text(Form::Ascii, 14)},
    {{16, 1}, "DPT_String_8859_1", text(Form::Latin1, 14)},
    {{24, 1}, "DPT_VarString_8859_1", variable_text(Form::Latin1, 39)},
    {{28, 1}, "DPT_UTF-8", variable_text(Form::Utf8, 39)},
    {{234, 1}, "DPT_LanguageCodeAlpha2_ASCII", text(Form::Ascii, 2)},
};

}  // namespace

std::span<const Dpt> dpt_text() { return kRows; }

}  // namespace knx
