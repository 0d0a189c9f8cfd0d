# cmake -DFOLDER= -DFILES=a|b -DOUTPUT= -P EmbedResources.cmake
string(REPLACE "|" ";" files "${FILES}")
set(arrays "")
set(table "")
set(index 0)
foreach(file IN LISTS files)
    file(READ ${FOLDER}/${file} hex HEX)
    string(LENGTH "${hex}" length)
    math(EXPR size "${length} / 2")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
    string(APPEND arrays "const unsigned char bytes_${index}[] = {${bytes}0};\n")
    string(APPEND table "        {\"${file}\", std::string_view(reinterpret_cast<const char*>(bytes_${index}), ${size})},\n")
    math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUTPUT}.new "#include \"core/support/resources.h\"\n\nnamespace lockstep {\nnamespace {\n${arrays}}  // namespace\n
const std::vector<Resource>& resources() {\n    static const std::vector<Resource> all = {\n${table}    };\n    return all;\n}\n
}  // namespace lockstep\n")
file(RENAME ${OUTPUT}.new ${OUTPUT})
