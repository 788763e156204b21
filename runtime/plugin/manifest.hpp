// SPDX-License-Identifier: Apache-2.0
// What a plugin's folder says without running its code: manifest.json and settings.binpb.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "busbar/result.hpp"
#include "busbar/v1/plugin.pb.h"
#include "config/schema.hpp"

namespace busbar {

// Reads and checks what a manifest.json says: the id is the folder's name, the runtime is new
// enough.
[[nodiscard]] Result<v1::Manifest> parse_manifest(const std::string& text,
                                                  const std::string& folder);
// The same for <folder>/manifest.json.
[[nodiscard]] Result<v1::Manifest> read_manifest(const std::filesystem::path& folder);

// Reads <folder>/settings.binpb; nullptr when the manifest names no settings message.
[[nodiscard]] Result<std::unique_ptr<Schema>> read_schema(const std::filesystem::path& folder,
                                                          const v1::Manifest& manifest);

}  // namespace busbar
