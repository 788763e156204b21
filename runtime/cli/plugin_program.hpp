// SPDX-License-Identifier: Apache-2.0
// `busbar PLUGIN …`: the program that a plugin's folder brings (Manifest.program).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "busbar/result.hpp"

namespace busbar {

// <prefix>/lib/busbar/plugins, where this program is <prefix>/bin/busbar.
[[nodiscard]] std::filesystem::path default_plugins_directory();

// Ids of the plugins that bring a program, sorted.
[[nodiscard]] std::vector<std::string> plugins_with_program(const std::filesystem::path& directory);

// The program of a plugin. Fails with NotFound when there is no such plugin, or it brings none, and
// with InvalidArgument when its manifest is not right (a program is a plain file name).
[[nodiscard]] Result<std::filesystem::path> plugin_program(const std::filesystem::path& directory,
                                                           const std::string& plugin);

// Becomes the program; returns only with an error. `socket` is told as $BUSBAR_SOCKET.
[[nodiscard]] Error become(const std::filesystem::path& program,
                           const std::vector<std::string>& arguments,
                           const std::filesystem::path& socket);

}  // namespace busbar
