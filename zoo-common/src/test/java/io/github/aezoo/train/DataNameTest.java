package io.github.aezoo.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          undercomplete-small.mnist             | mnist                   | fashion-mnist           | undercomplete-small.fashion-mnist
          undercomplete-small.mnist             | mnist                   | /home/me/My folder/     | undercomplete-small.my-folder
          undercomplete-small.mnist             | mnist                   | ../pictures/./cats      | undercomplete-small.cats
          undercomplete-small.mnist             | mnist                   | mnist                   | undercomplete-small.mnist
          denoise-conv-base.photos-downsample-2 | photos                  | holiday                 | denoise-conv-base.holiday-downsample-2
          conv-base.pets-from-mnist             | runs/pets               | elsewhere/pets          | conv-base.pets-from-mnist
          detector-dense.table                  | table.csv               | a/Rows.csv.gz:label=x   | detector-dense.rows
          detector-vae-contrast.images                | images:scaling=contrast | mnist:scaling=contrast  | detector-vae-contrast.mnist
          conv-tiny.mnist                       | mnist                   | mnist:without=3+4       | conv-tiny.mnist-without-3-4
          conv-tiny.mnist                       | mnist                   | 写真                    | conv-tiny.data
          my-net                                | mnist                   | fashion-mnist           | my-net
          mnist                                 | mnist                   | fashion-mnist           | mnist
          my-net.mine                           | mnist                   | fashion-mnist           | my-net.mine
          my-net.mnista                         | mnist                   | fashion-mnist           | my-net.mnista
          """)
  void aNameSaysTheDataThatItsRecipeHas(String name, String old, String other, String expected) {
    assertThat(DataName.replaced(name, DataName.spec(old), DataName.spec(other)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({".", "./", "a/.."})
  void theWorkingFolderHasAName(String path) {
    assertThat(DataName.of(DataName.spec(path))).isEqualTo("zoo-common");
  }
}
