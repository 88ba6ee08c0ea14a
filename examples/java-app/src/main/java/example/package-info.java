/** A program that uses a pretrained autoencoder. */
package example;
