// SPDX-License-Identifier: Apache-2.0
// busbar-knx: the KNX plugin's own commands. `busbar knx …` runs it.
#include <CLI/CLI.hpp>
#include <iostream>

#include "knx/tool/dpt_command.hpp"

namespace {

constexpr auto kDptHelp = R"(Decodes and encodes KNX datapoint types.

Reads one JSON object a line from standard input and answers each with one line:
  {"op":"decode","dpt":"9.001","raw":"0c1a"}   -> {"value":21.0,"text":"21 °C","unit":"°C"}
  {"op":"encode","dpt":"9.001","value":21}     -> {"raw":"0c1a",...}
  anything that is wrong                       -> {"error":"value","message":"..."}
"raw" is the payload: one octet for types below 8 bits, else exactly the type's octets.
Structured types take and give an object of named fields; --list shows the names.
Errors: json, request, dpt, hex, length, bits, value.)";

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Commands of Busbar's KNX plugin.", "busbar-knx");
    app.require_subcommand(1);

    auto* dpt = app.add_subcommand("dpt", kDptHelp);
    bool list = false;
    dpt->add_flag("--list", list, "Print every datapoint type as a JSON line, read nothing");
    dpt->callback([&] {
        if (list) {
            knx::list_dpts(std::cout);
        } else {
            knx::run_dpt_command(std::cin, std::cout);
        }
    });

    CLI11_PARSE(app, argc, argv);
    return std::cout ? 0 : 1;
}
